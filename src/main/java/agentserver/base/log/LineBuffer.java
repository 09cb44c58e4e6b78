package agentserver.base.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes of lines, as they grow. Used by one thread at a time.
final class LineBuffer {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int INITIAL_BYTES = 64 * 1024;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int size;

    int size() {
        return size;
    }

    /// Forgets what came after the first `bytes` bytes.
    void truncate(int bytes) {
        size = bytes;
    }

    /// Empties the buffer; one that grew a lot for a long line shrinks again.
    void clear() {
        size = 0;
        if (bytes.length > 16 * INITIAL_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }

    /// Text of ours that is plain ASCII and needs no escaping.
    @SuppressWarnings("deprecation") // copies low bytes, which is exactly what ASCII needs
    LineBuffer ascii(String text) {
        reserve(text.length());
        text.getBytes(0, text.length(), bytes, size);
        size += text.length();
        return this;
    }

    LineBuffer number(long number) {
        if (number >= 0 && number < 10) {
            put('0' + (int) number);
            return this;
        }
        return ascii(Long.toString(number));
    }

    /// Text as a quoted JSON string.
    LineBuffer json(String text) {
        put('"');
        escaped(text);
        put('"');
        return this;
    }

    /// The inside of a JSON string.
    LineBuffer escaped(String text) {
        int i = copyWhilePlain(text);
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                i += wide(text, i);
                continue;
            }
            if (isPlain(c)) {
                put(c);
                continue;
            }
            escape(c);
        }
        return this;
    }

    /// Copies the beginning of the text up to the first character that needs thought: mostly all of it.
    private int copyWhilePlain(String text) {
        reserve(text.length());
        int at = size;
        int i = 0;
        while (i < text.length() && isPlain(text.charAt(i))) {
            bytes[at++] = (byte) text.charAt(i++);
        }
        size = at;
        return i;
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
    }

    /// Text for people: line breaks are followed by blanks, other control characters are spelt out.
    LineBuffer plain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                i += wide(text, i);
                continue;
            }
            if (c == '\n') {
                ascii("\n    ");
                continue;
            }
            if (c == '\t' || c >= ' ' && c != 0x7f) {
                put(c);
                continue;
            }
            if (c != '\r') {
                unicode(c);
            }
        }
        return this;
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> ascii("\\\"");
            case '\\' -> ascii("\\\\");
            case '\n' -> ascii("\\n");
            case '\r' -> ascii("\\r");
            case '\t' -> ascii("\\t");
            default -> unicode(c);
        }
    }

    private void unicode(char c) {
        ascii("\\u00");
        put(HEX[c >> 4]);
        put(HEX[c & 15]);
    }

    /// Writes a character beyond ASCII and returns how many chars it took besides the first.
    private int wide(String text, int at) {
        int code = text.codePointAt(at);
        if (Character.isISOControl(code)) {
            unicode((char) code);
            return 0;
        }
        var encoded = Character.toString(code).getBytes(StandardCharsets.UTF_8);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
        return Character.charCount(code) - 1;
    }

    private void put(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
