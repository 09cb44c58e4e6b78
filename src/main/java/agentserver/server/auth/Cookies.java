package agentserver.server.auth;

import agentserver.server.Exchange;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The values of cookies. One that is no plain word stands in quotes, and what would end it there is
/// written with a backslash: `"` and `\` after one, everything else as three octal digits.
final class Cookies {

    private static final Pattern ESCAPED = Pattern.compile("\\\\(?:([0-3][0-7]{2})|(.))");

    private Cookies() {}

    /// The value of the first cookie of that name.
    static Optional<String> value(Exchange exchange, String name) {
        for (var line : exchange.headers("Cookie")) {
            for (var pair : line.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(unquoted(pair.substring(equals + 1).strip()));
                }
            }
        }
        return Optional.empty();
    }

    /// A text as the value of a cookie.
    static String quoted(String text) {
        if (!text.isEmpty() && text.chars().allMatch(Cookies::isPlain)) {
            return text;
        }
        var value = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                value.append('\\').append((char) c);
            } else if (c == ' ' || isPlain(c)) {
                value.append((char) c);
            } else {
                value.append("\\%03o".formatted(c));
            }
        });
        return value.append('"').toString();
    }

    private static boolean isPlain(int c) {
        return c > ' ' && c < 0x7f && c != '"' && c != ',' && c != ';' && c != '\\';
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        if (!quoted) {
            return value;
        }
        return ESCAPED.matcher(value.substring(1, value.length() - 1)).replaceAll(escape ->
                Matcher.quoteReplacement(escape.group(1) == null
                        ? escape.group(2)
                        : Character.toString(Integer.parseInt(escape.group(1), 8))));
    }
}
