package agentserver.testing;

import java.nio.ByteBuffer;

/// A WebSocket frame as clients send it. Source: RFC 6455 §5.2.
public final class ClientFrame {

    private static final int MASKED = 0x80;
    private static final int LENGTH_16_BITS = 126;
    private static final int LENGTH_64_BITS = 127;
    private static final int LONGEST_HEAD = 14;

    private ClientFrame() {}

    /// The bytes of one frame, masked with zeros.
    ///
    /// @param first its first byte: FIN, RSV and opcode
    public static byte[] of(int first, byte[] payload) {
        var frame = ByteBuffer.allocate(payload.length + LONGEST_HEAD).put((byte) first);
        if (payload.length < LENGTH_16_BITS) {
            frame.put((byte) (MASKED | payload.length));
        } else if (payload.length < 1 << 16) {
            frame.put((byte) (MASKED | LENGTH_16_BITS)).putShort((short) payload.length);
        } else {
            frame.put((byte) (MASKED | LENGTH_64_BITS)).putLong(payload.length);
        }
        var bytes = new byte[frame.putInt(0).put(payload).position()];
        frame.flip().get(bytes);
        return bytes;
    }
}
