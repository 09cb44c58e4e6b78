package agentserver.testing;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Waits for a condition with a deadline, looking every few milliseconds.
public final class Await {

    private static final Duration PAUSE = Duration.ofMillis(5);

    /// A look at something that changes.
    @FunctionalInterface
    public interface Look<T> {

        T look() throws IOException, InterruptedException;
    }

    private Await() {
    }

    /// Waits until `condition` holds.
    ///
    /// @param what names the condition in the failure, as in "the run to finish"
    /// @throws AssertionError when the deadline passes first
    public static void until(String what, Duration deadline, Look<Boolean> condition)
            throws IOException, InterruptedException {
        value(what, deadline, condition, held -> held);
    }

    /// Asks `source` until its answer is `wanted`, and returns that answer.
    ///
    /// @throws AssertionError when the deadline passes first; it shows the last answer
    public static <T> T value(String what, Duration deadline, Look<T> source, Predicate<T> wanted)
            throws IOException, InterruptedException {
        var end = System.nanoTime() + deadline.toNanos();
        while (true) {
            var seen = source.look();
            if (wanted.test(seen)) {
                return seen;
            }
            if (System.nanoTime() >= end) {
                throw new AssertionError(
                        "waited " + deadline.toMillis() + " ms for " + what
                                + "; last seen: " + seen);
            }
            pause();
        }
    }

    private static void pause() throws InterruptedException {
        LockSupport.parkNanos(PAUSE.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException("waiting was interrupted");
        }
    }
}
