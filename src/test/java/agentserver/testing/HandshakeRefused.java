package agentserver.testing;

import java.io.IOException;

/// The server answered a WebSocket handshake with something else than 101.
public final class HandshakeRefused extends IOException {

    private final int status;

    public HandshakeRefused(int status, Throwable cause) {
        super("handshake refused with status " + status, cause);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
