package agentserver.base.secret;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;

/// Reads a [Secret]; blank text, stars and undecipherable tokens give null: see [SecretJson] and
/// [ForeignSecrets].
final class SecretReader extends JsonDeserializer<Secret> {

    private static final Logger LOG = System.getLogger(SecretReader.class.getName());

    @Override
    public Secret deserialize(JsonParser in, DeserializationContext context) throws IOException {
        if (!in.hasToken(JsonToken.VALUE_STRING)) {
            return context.reportInputMismatch(Secret.class, "Input should be a valid string");
        }
        var text = in.getText();
        var cipher = (SecretCipher) context.getAttribute(SecretJson.CIPHER);
        if (cipher == null || !SecretCipher.looksEncrypted(text)) {
            return Secret.of(text).orElse(null);
        }
        var clear = cipher.decrypt(text);
        if (clear.isEmpty()
                && context.getAttribute(ForeignSecrets.FOUND) instanceof AtomicBoolean found) {
            found.set(true);
        } else if (clear.isEmpty()) {
            LOG.log(Level.WARNING, "a secret, {0}, belongs to another key: left out",
                    in.currentName());
        }
        return clear.flatMap(Secret::of).orElse(null);
    }
}
