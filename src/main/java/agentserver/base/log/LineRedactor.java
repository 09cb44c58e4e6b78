package agentserver.base.log;

import agentserver.base.secret.Redaction;
import agentserver.base.secret.Secret;
import agentserver.base.secret.SecretNames;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Stream;

/// Takes secrets out of texts: the values it was told, as they are and as a URL writes them, and
/// the values of query parameters whose name suggests a secret. The last of several lines of
/// defence, which makes up for a careless log call, not for a careless design. Immutable.
final class LineRedactor {

    private final Redaction secrets;

    LineRedactor(Collection<String> secrets) {
        this.secrets = Redaction.of(secrets.stream()
                .flatMap(secret -> Stream.of(
                        secret, URLEncoder.encode(secret, StandardCharsets.UTF_8)))
                .toList(), Secret.STARS);
    }

    String clean(String text) {
        var clean = secrets.apply(text);
        return clean.indexOf('?') < 0 ? clean : withoutSecretParameters(clean);
    }

    private static String withoutSecretParameters(String text) {
        var clean = new StringBuilder(text.length());
        int done = 0;
        for (int at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
            int nameStart = nameStart(text, at);
            if (nameStart < 0 || at < done || !isSecret(text.substring(nameStart, at))) {
                continue;
            }
            int end = valueEnd(text, at + 1);
            clean.append(text, done, at + 1).append(end == at + 1 ? "" : Secret.STARS);
            done = end;
        }
        return clean.append(text, done, text.length()).toString();
    }

    /// Where the parameter's name begins that ends at `equals`; negative when it is no parameter.
    private static int nameStart(String text, int equals) {
        for (int i = equals - 1; i >= 0; i--) {
            char c = text.charAt(i);
            if (c == '?' || c == '&') {
                return i + 1;
            }
            if (c <= ' ' || c == '=' || c == '"') {
                return -1;
            }
        }
        return -1;
    }

    private static int valueEnd(String text, int start) {
        int end = start;
        while (end < text.length() && "&#\"' \t\r\n)>".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static boolean isSecret(String name) {
        if (name.indexOf('%') < 0) {
            return SecretNames.suggests(name);
        }
        try {
            return SecretNames.suggests(URLDecoder.decode(name, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException _) { // not encoded after all
            return SecretNames.suggests(name);
        }
    }
}
