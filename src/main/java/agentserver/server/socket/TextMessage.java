package agentserver.server.socket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Collects the pieces of one message. Used by one thread at a time.
final class TextMessage {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean binary;

    /// Begins anew.
    void start(boolean isBinary) {
        bytes.reset();
        binary = isBinary;
    }

    boolean isBinary() {
        return binary;
    }

    int lengthBytes() {
        return bytes.size();
    }

    /// Copies the piece: the buffer is used again.
    void add(ByteBuffer piece) {
        byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        bytes.writeBytes(copy);
    }

    /// @throws CharacterCodingException when it is no UTF-8
    String text() throws CharacterCodingException {
        var text = StandardCharsets.UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(bytes.toByteArray()))
                .toString();
        bytes.reset();
        return text;
    }
}
