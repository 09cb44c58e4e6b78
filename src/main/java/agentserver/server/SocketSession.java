package agentserver.server;

/// A feature's side of one socket: told what the peer does, one thing at a time and in order, each on a
/// virtual thread. The next message is read only when the one before was dealt with.
public interface SocketSession {

    /// A text message, whole. May block. What it throws is logged and ends the socket with 1011.
    void text(String message) throws Exception;

    /// A binary message, which no feature here reads.
    default void binary() throws Exception {}

    /// The socket is closed, by whichever side: called once, after the last message.
    ///
    /// @param code 1006 when the connection broke
    void closed(int code, String reason);
}
