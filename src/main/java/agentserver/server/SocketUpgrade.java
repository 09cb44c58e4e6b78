package agentserver.server;

import java.io.IOException;

/// Opens sockets on connections that began as requests.
public interface SocketUpgrade extends AutoCloseable {

    /// Checks a handshake, takes its connection over ([Exchange#takeOver]) and opens the socket on it.
    ///
    /// @param exchange a request with `Upgrade: websocket`
    /// @param match    the socket's route
    /// @param live     where keys are looked up that come later than the handshake
    /// @return [Answer#handedOver], or why the socket is refused
    Answer open(Exchange exchange, Router.SocketMatch match, LiveSettings live) throws IOException;

    /// Ends every socket with 1012 and waits a moment for their peers to hear it.
    @Override
    void close();
}
