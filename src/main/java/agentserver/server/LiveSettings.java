package agentserver.server;

import java.util.Objects;

/// The settings in force. Any thread may read them and swap them; a request uses those it began with.
public final class LiveSettings {

    private volatile EdgeSettings current;

    public LiveSettings(EdgeSettings first) {
        current = Objects.requireNonNull(first, "first");
    }

    public EdgeSettings current() {
        return current;
    }

    /// Puts `next` in force for every request and socket handshake that begins after this call.
    public void swap(EdgeSettings next) {
        current = Objects.requireNonNull(next, "next");
    }
}
