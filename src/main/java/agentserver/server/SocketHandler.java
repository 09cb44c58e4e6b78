package agentserver.server;

/// Opens a feature's side of a socket, once the peer has shown its key.
@FunctionalInterface
public interface SocketHandler {

    /// Called on a virtual thread; may block, and may send already. Messages wait until it returns.
    ///
    /// A handler that refuses closes the socket itself and returns a session all the same. What it throws
    /// is logged and ends the socket with 1011.
    SocketSession open(Socket socket, SocketRequest request) throws Exception;
}
