package agentserver.base.secret;

import java.util.Optional;

/// Turns a text into a token that may lie on a disk, and back. Any thread may use it.
public interface SecretCipher {

    /// What every token begins with. Source: contract 02 §9.1.
    String TOKEN_PREFIX = "gAAAAA";

    /// A token for the text.
    String encrypt(String clear);

    /// The text of a token.
    ///
    /// @return empty when it is no token, was changed, or belongs to another key
    Optional<String> decrypt(String token);

    /// Whether a text looks like a token; only [#decrypt] knows.
    static boolean looksEncrypted(String text) {
        return text.startsWith(TOKEN_PREFIX);
    }

    /// A token for the text, or the text itself when it already is a token of this cipher.
    default String encryptOnce(String text) {
        var already = looksEncrypted(text) && decrypt(text).isPresent();
        return already ? text : encrypt(text);
    }
}
