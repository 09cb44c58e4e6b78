package agentserver.golden;

import java.time.Duration;
import java.util.Arrays;

/// Tells when something that is looked at again and again has stopped changing. One thread.
final class Stillness {

    private final Duration wanted;
    private byte[] last = {};
    private long sinceNanos = System.nanoTime();

    /// @param wanted how long it must not change
    Stillness(Duration wanted) {
        this.wanted = wanted;
    }

    /// Takes a look, and says whether nothing changed for long enough.
    boolean holds(byte[] seen) {
        if (!Arrays.equals(last, seen)) {
            last = seen.clone();
            sinceNanos = System.nanoTime();
        }
        return System.nanoTime() - sinceNanos >= wanted.toNanos();
    }
}
