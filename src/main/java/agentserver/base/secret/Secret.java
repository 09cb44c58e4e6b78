package agentserver.base.secret;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.Optional;

/// A value that nobody should see by accident: it prints as stars.
///
/// In JSON it is text. What is written depends on the writer's [SecretMode], stars unless it was
/// told ([SecretJson]); blank text, `null` and ten stars are read as no secret at all (a `null`
/// reference in the record that holds it). Source: contract 02 §9.2 and §9.3.
@JsonSerialize(using = SecretWriter.class)
@JsonDeserialize(using = SecretReader.class)
public final class Secret {

    public static final String STARS = "**********";

    private final String value;

    private Secret(String value) {
        this.value = value;
    }

    /// A secret, unless `value` is absent, blank or the stars themselves.
    public static Optional<Secret> of(String value) {
        if (value == null || value.isBlank() || value.equals(STARS)) {
            return Optional.empty();
        }
        return Optional.of(new Secret(value));
    }

    /// The clear text. Every caller is a place where the secret may leak.
    public String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return STARS;
    }
}
