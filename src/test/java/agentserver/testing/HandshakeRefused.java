package agentserver.testing;

import java.io.IOException;

/// The server answered a WebSocket handshake with something else than 101.
public final class HandshakeRefused extends IOException {

    private final int status;

    public HandshakeRefused(int status) {
        super("handshake refused with status " + status);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
