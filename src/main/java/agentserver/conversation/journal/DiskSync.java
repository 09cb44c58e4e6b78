package agentserver.conversation.journal;

import agentserver.event.log.EventLog;
import agentserver.event.log.LogFailure;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/// Sees to it that what was appended gets to the disk soon, whether or not anybody waits for it: what
/// REST clients read has to be durable.
///
/// All it keeps is how far the log has to be durable, so however slow the disk is, nothing piles up here.
/// It lags a little, so that one sync takes many records along; whoever can't wait calls
/// [EventLog#durable] itself. Its thread lives only while something is to be synced. Any thread may
/// call it; `lock` guards the fields.
final class DiskSync {

    private static final Duration LAG = Duration.ofMillis(3);
    private static final Logger LOG = System.getLogger(DiskSync.class.getName());

    private final EventLog log;
    private final UUID conversation;
    private final ReentrantLock lock = new ReentrantLock();
    private long wanted;
    private boolean running;

    /// @param conversation for log lines
    DiskSync(EventLog log, UUID conversation) {
        this.log = log;
        this.conversation = conversation;
    }

    /// Asks for everything up to a position. Never waits.
    void upTo(long position) {
        lock.lock();
        try {
            wanted = Math.max(wanted, position);
            if (!running) {
                running = true;
                Thread.ofVirtual().name("disk-sync").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        for (long done = 0, next = next(done); next > done; next = next(done)) {
            await();
            done = latest();
            sync(done);
        }
    }

    /// An agent at work appends several records a moment; each sync of its own would slow the next
    /// step, which waits for the same disk.
    private static void await() {
        try {
            Thread.sleep(LAG);
        } catch (InterruptedException _) { // nobody interrupts it; if so, it syncs at once
            Thread.currentThread().interrupt();
        }
    }

    private long latest() {
        lock.lock();
        try {
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    /// How far to sync now; not beyond `done` when this thread is to end.
    private long next(long done) {
        lock.lock();
        try {
            running = wanted > done;
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    private void sync(long position) {
        try {
            log.durable(position);
        } catch (LogFailure e) { // whoever acts on the event is told; the next event tries again
            LOG.log(Level.WARNING, "conversation " + conversation + " is not on the disk yet", e);
        } catch (IllegalStateException _) { // closed meanwhile: that made everything durable
        } catch (InterruptedException _) { // nobody interrupts it
            Thread.currentThread().interrupt();
        }
    }
}
