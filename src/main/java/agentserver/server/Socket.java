package agentserver.server;

import java.io.IOException;
import java.nio.ByteBuffer;

/// An open WebSocket, as a feature speaks through it. Any thread may call it.
public interface Socket {

    /// Sends a text message and returns when it is written. Blocks the calling thread meanwhile.
    ///
    /// @param utf8 the text; shared freely, as it is neither changed nor kept
    /// @throws IOException when the socket is closed, or the peer did not take the message in the time
    ///         that [SocketLimits#write] gives; the socket is dropped then
    void send(byte[] utf8) throws IOException;

    /// The same for a buffer that many sockets share: its position is not moved.
    void send(ByteBuffer utf8) throws IOException;

    /// Ends the socket; what was sent before still goes out. Does not block; a second call does
    /// nothing.
    ///
    /// @param code   as in RFC 6455: 1000, 1013, 4004, …
    /// @param reason at most 123 bytes of UTF-8; a longer one is cut
    void close(int code, String reason);

    /// Whether messages can still be sent.
    boolean isOpen();
}
