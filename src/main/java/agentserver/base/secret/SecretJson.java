package agentserver.base.secret;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;

/// How a writer or a reader of JSON treats each [Secret] it meets, however deep.
///
/// ```java
/// var disk = SecretJson.encrypting(json.compact().writer(), keys).writeValueAsBytes(settings);
/// var reader = json.strict().readerFor(Settings.class);
/// Settings again = SecretJson.decrypting(reader, keys).readValue(disk);
/// ```
///
/// A writer that was not told writes stars; a reader without a cipher keeps tokens as they are.
public final class SecretJson {

    static final Object MODE = SecretMode.class;
    static final Object CIPHER = SecretCipher.class;

    private SecretJson() {}

    /// A writer in one of the modes that need no cipher.
    public static ObjectWriter writing(ObjectWriter writer, SecretMode mode) {
        if (mode == SecretMode.ENCRYPTED) {
            throw new IllegalArgumentException("the encrypted mode needs a cipher");
        }
        return writer.withAttribute(MODE, mode);
    }

    /// A writer that writes tokens. A value that already is a token of `cipher` is written
    /// unchanged.
    public static ObjectWriter encrypting(ObjectWriter writer, SecretCipher cipher) {
        return writer.withAttribute(MODE, SecretMode.ENCRYPTED).withAttribute(CIPHER, cipher);
    }

    /// A reader that decrypts tokens. One that can't be decrypted is read as no secret, with a
    /// warning.
    public static ObjectReader decrypting(ObjectReader reader, SecretCipher cipher) {
        return reader.withAttribute(CIPHER, cipher);
    }
}
