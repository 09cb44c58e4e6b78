package agentserver.base.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// Where a test may stop a write half way, as a full disk or a power cut would.
@FunctionalInterface
public interface FailurePoint {

    /// What is about to be done.
    enum Step {
        WRITE,
        SYNC,
        RENAME
    }

    /// Lets everything pass.
    FailurePoint NONE = _ -> {};

    /// What the system property `agentserver.stop_at` asks for. With `SYNC:40` the thread that comes
    /// to the fortieth sync says so on standard output and stays there for ever, so that a test can
    /// kill the process at this very point. With `SYNC:3:FILE` it counts from when there is such a
    /// file. Without the property everything passes.
    FailurePoint CONFIGURED = configured(System.getProperty("agentserver.stop_at", ""));

    /// Called before each step.
    ///
    /// @throws IOException to make that step fail
    void before(Step step) throws IOException;

    private static FailurePoint configured(String property) {
        if (property.isEmpty()) {
            return NONE;
        }
        var parts = property.split(":", 3);
        var wanted = Step.valueOf(parts[0]);
        var left = new AtomicLong(Long.parseLong(parts[1]));
        var armed = parts.length < 3 ? Optional.<Path>empty() : Optional.of(Path.of(parts[2]));
        return step -> {
            if (step == wanted && armed.map(Files::exists).orElse(true) && left.decrementAndGet() == 0) {
                System.out.println("stopped at " + property);
                System.out.flush();
                stay();
            }
        };
    }

    private static void stay() {
        var never = new CountDownLatch(1);
        while (never.getCount() > 0) {
            try {
                never.await();
            } catch (InterruptedException _) { // it is here to be killed
            }
        }
    }
}
