package agentserver.conversation.webhook;

import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Tells one receiver what becomes of conversations: each notice on its own, in no order, and nobody waits
/// for it. When too many wait, the newest is dropped with a warning.
final class Notices {

    private static final int MOST_WAITING = 1000;
    private static final int AT_ONCE = 16;
    private static final Logger LOG = System.getLogger(Notices.class.getName());

    private final Receiver receiver;
    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final Semaphore turns = new Semaphore(AT_ONCE, true);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Notices(Receiver receiver) {
        this.receiver = receiver;
    }

    /// Never waits.
    void send(byte[] conversation) {
        if (!places.tryAcquire()) {
            LOG.log(Level.WARNING, "webhook at {0}: a notice was dropped", receiver.host());
            return;
        }
        threads.execute(() -> post(conversation));
    }

    private void post(byte[] conversation) {
        try {
            turns.acquire();
            try {
                receiver.post("/conversations", conversation);
            } finally {
                turns.release();
            }
        } catch (InterruptedException _) { // the server stops
            Thread.currentThread().interrupt();
        } finally {
            places.release();
        }
    }

    /// Waits for what is under way; what is left at the end is dropped.
    void close(Duration limit) throws InterruptedException {
        threads.shutdown();
        if (!threads.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS)) {
            threads.shutdownNow();
        }
    }
}
