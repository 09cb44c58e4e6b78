package agentserver.base.param;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Decodes percent-encoded text; bytes that are no UTF-8 become U+FFFD.
public final class Percent {

    private Percent() {}

    /// As in a path, where `+` is itself.
    public static String decodePath(String raw) {
        return raw.indexOf('%') < 0 ? raw : decode(raw, false);
    }

    /// As in a query, where `+` is a space.
    public static String decodeQuery(String raw) {
        return raw.indexOf('%') < 0 && raw.indexOf('+') < 0 ? raw : decode(raw, true);
    }

    private static String decode(String raw, boolean plusIsSpace) {
        var bytes = new ByteArrayOutputStream(raw.length());
        int i = 0;
        while (i < raw.length()) {
            char c = raw.charAt(i);
            int code = c == '%' && i + 2 < raw.length() ? hex(raw, i + 1) : -1;
            if (code >= 0) {
                bytes.write(code);
                i += 3;
                continue;
            }
            int next = raw.offsetByCodePoints(i, 1);
            var text = plusIsSpace && c == '+' ? " " : raw.substring(i, next);
            bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            i = next;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static int hex(String raw, int at) {
        int high = Character.digit(raw.charAt(at), 16);
        int low = Character.digit(raw.charAt(at + 1), 16);
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }
}
