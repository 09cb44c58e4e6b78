package agentserver.agent;

import agentserver.base.json.Copies;
import agentserver.base.secret.Secret;
import agentserver.base.secret.SecretHeaders;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Where the value of one of a conversation's secrets comes from. `description` may be null.
///
/// ```json
/// {"kind": "StaticSecret", "value": "…", "description": "a token"}
/// ```
///
/// Source: contract 08 §15, 02 §9.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SecretSource.StaticSecret.class, name = "StaticSecret"),
    @JsonSubTypes.Type(value = SecretSource.LookupSecret.class, name = "LookupSecret")
})
public sealed interface SecretSource {

    String description();

    /// The value itself; null once it was masked.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record StaticSecret(String description, Secret value) implements SecretSource {}

    /// The value is the body of a `GET` of `url`; a path alone is asked of this server. Headers may
    /// hold keys: see [SecretHeaders]. One that was masked, or is empty, is no header: it is dropped.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record LookupSecret(
            String description,
            String url,
            @JsonSerialize(using = SecretHeaders.class) Map<String, Secret> headers)
            implements SecretSource {

        public LookupSecret {
            Objects.requireNonNull(url, "url");
            var present = new LinkedHashMap<>(Copies.of(headers));
            present.values().removeIf(Objects::isNull);
            headers = Copies.of(present);
        }
    }
}
