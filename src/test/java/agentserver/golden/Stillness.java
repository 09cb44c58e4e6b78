package agentserver.golden;

import java.time.Duration;
import java.util.Arrays;

/// Tells when something that is looked at again and again has stopped changing. One thread.
final class Stillness {

    private static final Duration LOOK = Duration.ofMillis(20);

    private final Duration wanted;
    private byte[] last = {};
    private long sinceNanos = System.nanoTime();
    private long looks;

    /// @param wanted how long it must not change
    Stillness(Duration wanted) {
        this.wanted = wanted;
    }

    /// Takes a look, and says whether nothing changed for long enough, and in enough looks: a machine
    /// that stood still for that time has shown nothing.
    boolean holds(byte[] seen) {
        if (!Arrays.equals(last, seen)) {
            last = seen.clone();
            sinceNanos = System.nanoTime();
            looks = 0;
        }
        looks++;
        return looks >= wanted.dividedBy(LOOK) && System.nanoTime() - sinceNanos >= wanted.toNanos();
    }
}
