package agentserver.event.log;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes numbers and texts as bytes, small numbers short; [ByteSource] reads them. Used by one thread.
final class ByteSink {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// Any number: seven bits a byte, those near 0 in one.
    void number(long number) {
        var rest = number << 1 ^ number >> 63; // the sign goes to the low end
        while ((rest & ~0x7FL) != 0) {
            out.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /// Four bytes.
    void fixed(int number) {
        for (var shift = 24; shift >= 0; shift -= 8) {
            out.write(number >>> shift);
        }
    }

    /// Eight bytes.
    void fixed(long number) {
        fixed((int) (number >>> 32));
        fixed((int) number);
    }

    void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Bytes with their length.
    void bytes(byte[] bytes) {
        number(bytes.length);
        out.writeBytes(bytes);
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }
}
