package agentserver.base.secret;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.util.Objects;

/// Writes a [Secret] in the mode of the writer: see [SecretJson].
final class SecretWriter extends JsonSerializer<Secret> {

    @Override
    public void serialize(Secret secret, JsonGenerator out, SerializerProvider context)
            throws IOException {
        var mode = (SecretMode) Objects.requireNonNullElse(
                context.getAttribute(SecretJson.MODE), SecretMode.STARS);
        switch (mode) {
            case STARS -> out.writeString(Secret.STARS);
            case ABSENT -> out.writeNull();
            case ENCRYPTED -> out.writeString(cipher(context).encryptOnce(secret.reveal()));
            case CLEAR -> out.writeString(secret.reveal());
        }
    }

    private static SecretCipher cipher(SerializerProvider context) {
        return (SecretCipher) Objects.requireNonNull(
                context.getAttribute(SecretJson.CIPHER), "the encrypted mode needs a cipher");
    }
}
