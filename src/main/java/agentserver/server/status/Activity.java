package agentserver.server.status;

import java.time.Duration;

/// When the server last did something for somebody. Features touch it; looking does not count.
/// Any thread may call it. Source: contract 01 §4.
public final class Activity {

    private final long start = System.nanoTime();
    private volatile long last = start;

    /// Something was done just now.
    public void touch() {
        last = System.nanoTime();
    }

    /// Since the server started.
    public Duration uptime() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /// Since something was last done.
    public Duration idle() {
        return Duration.ofNanos(System.nanoTime() - last);
    }
}
