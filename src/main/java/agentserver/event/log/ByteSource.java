package agentserver.event.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what [ByteSink] wrote. What is cut short, or is something else, ends in an
/// [IndexOutOfBoundsException]. Used by one thread.
final class ByteSource {

    private final byte[] bytes;
    private final int end;
    private int at;

    /// @param end before which it ends
    ByteSource(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    long number() {
        var rest = 0L;
        for (var shift = 0; ; shift += 7) {
            var next = next();
            rest |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return rest >>> 1 ^ -(rest & 1);
            }
        }
    }

    int fixed() {
        return (next() & 0xFF) << 24 | (next() & 0xFF) << 16 | (next() & 0xFF) << 8 | next() & 0xFF;
    }

    long fixedLong() {
        return (long) fixed() << 32 | fixed() & 0xFFFF_FFFFL;
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        var length = number();
        if (length < 0 || length > end - at) {
            throw new IndexOutOfBoundsException("longer than what is left");
        }
        at += (int) length;
        return Arrays.copyOfRange(bytes, at - (int) length, at);
    }

    private byte next() {
        if (at >= end) {
            throw new IndexOutOfBoundsException("the bytes end early");
        }
        return bytes[at++];
    }
}
