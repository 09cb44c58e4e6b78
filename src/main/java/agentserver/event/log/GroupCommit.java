package agentserver.event.log;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets many wait for one sync.
///
/// Whoever waits for a position that is not durable makes sure that a *round* is under way: a
/// virtual thread that syncs everything written when the round begins. Those who come while it runs
/// wait for the next one, which begins at once, so the rounds grow with the load and an idle log
/// has no thread. The waiting threads do no I/O themselves: an interrupt, which closes channels,
/// can't hurt the file.
///
/// A round that fails fails everybody who waits at that moment; the next who comes starts another.
/// `lock` guards the fields; it is never held during a sync.
final class GroupCommit {

    /// What can be made durable.
    interface Source {

        /// Makes everything that was appended durable.
        void sync() throws IOException;

        /// The last durable position.
        long durablePosition();
    }

    private static final Logger LOG = System.getLogger(GroupCommit.class.getName());

    private final Source source;
    private final Duration limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roundEnded = lock.newCondition();
    private boolean running;
    private long wanted;
    private long failures;
    private IOException failure;

    GroupCommit(Source source, Duration limit) {
        this.source = source;
        this.limit = limit;
    }

    /// See [EventLog#durable].
    void await(long position) throws InterruptedException {
        if (source.durablePosition() >= position) {
            return;
        }
        lock.lockInterruptibly();
        try {
            var failuresBefore = failures;
            var left = limit.toNanos();
            wanted = Math.max(wanted, position);
            while (source.durablePosition() < position) {
                if (failures > failuresBefore) {
                    throw new LogFailure("the disk did not take the log's last records", failure);
                }
                if (left <= 0) {
                    throw new LogFailure("the disk did not answer in time",
                            new IOException("no sync within " + limit));
                }
                startRound();
                left = roundEnded.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// The same, whatever the waiting thread is told meanwhile: it hears of it afterwards.
    void awaitAnyway(long position) {
        var interrupted = false;
        try {
            while (source.durablePosition() < position) {
                try {
                    await(position);
                } catch (InterruptedException _) { // kept for later
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void startRound() {
        if (!running) {
            running = true;
            Thread.ofVirtual().name("log-sync").start(this::rounds);
        }
    }

    private void rounds() {
        var more = true;
        while (more) {
            try {
                source.sync();
                more = ended();
            } catch (IOException e) {
                more = failed(e);
            } catch (RuntimeException e) { // a bug; nobody may wait for ever because of it
                LOG.log(Level.ERROR, "bug in a log's sync", e);
                more = failed(new IOException("the sync failed", e));
            }
        }
    }

    private boolean ended() {
        lock.lock();
        try {
            roundEnded.signalAll();
            running = wanted > source.durablePosition();
            return running;
        } finally {
            lock.unlock();
        }
    }

    private boolean failed(IOException cause) {
        lock.lock();
        try {
            failures++;
            failure = cause;
            wanted = 0;
            running = false;
            roundEnded.signalAll();
            return false;
        } finally {
            lock.unlock();
        }
    }
}
