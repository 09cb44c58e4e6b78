package agentserver.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for what other threads and processes do.
public final class Conditions {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Conditions() {}

    public static void until(BooleanSupplier condition) throws InterruptedException {
        var deadline = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                fail("the condition did not come true in " + LIMIT);
            }
            Thread.sleep(2);
        }
    }
}
