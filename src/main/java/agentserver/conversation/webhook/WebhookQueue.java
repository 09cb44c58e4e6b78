package agentserver.conversation.webhook;

import agentserver.config.WebhookSpec;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The events that wait for one receiver, oldest first. Nobody who adds one ever waits: when it is full
/// the oldest go. Any thread may call it; `lock` guards everything.
///
/// Events are due when there are as many as a batch takes, or when the first of them has waited for the
/// delay, whatever came after it. After a failure the receiver is left alone for the same delay.
final class WebhookQueue {

    private record Entry(byte[] event, long sinceNanos) {}

    private static final Logger LOG = System.getLogger(WebhookQueue.class.getName());
    private static final int WARN_EACH = 100;

    private final WebhookSpec.Batch batch;
    private final WebhookSpec.Queue bounds;
    private final String owner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private long bytes;
    private long dropped;
    private long restUntilNanos = System.nanoTime();
    private boolean closed;

    /// @param owner for log lines: whose events these are
    WebhookQueue(WebhookSpec.Batch batch, WebhookSpec.Queue bounds, String owner) {
        this.batch = batch;
        this.bounds = bounds;
        this.owner = owner;
    }

    void add(byte[] event) {
        lock.lock();
        try {
            entries.add(new Entry(event, System.nanoTime()));
            bytes += event.length;
            dropOldest();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Puts what could not be sent back in front, and leaves the receiver alone for a while.
    void putBack(List<byte[]> events) {
        lock.lock();
        try {
            long now = System.nanoTime();
            for (var event : events.reversed()) {
                entries.addFirst(new Entry(event, now));
                bytes += event.length;
            }
            restUntilNanos = now + batch.delay().toNanos();
            dropOldest();
        } finally {
            lock.unlock();
        }
    }

    private void dropOldest() {
        while (entries.size() > bounds.events() || bytes > bounds.bytes() && entries.size() > 1) {
            bytes -= entries.remove().event().length;
            if (dropped++ % WARN_EACH == 0) {
                LOG.log(Level.WARNING, "{0}: the receiver is too slow, {1} events dropped",
                        owner, dropped);
            }
        }
    }

    /// Waits until something is to be sent.
    ///
    /// @return how many events are due; 0 when the queue is closed and empty
    int awaitDue() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && (entries.isEmpty() || nanosLeft() > 0)) {
                if (entries.isEmpty()) {
                    changed.await();
                } else {
                    changed.awaitNanos(nanosLeft());
                }
            }
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    private long nanosLeft() {
        long now = System.nanoTime();
        boolean full = entries.size() >= batch.events() || bytes >= batch.maxBytes();
        long due = full ? now : entries.getFirst().sinceNanos() + batch.delay().toNanos();
        return Math.max(due - now, restUntilNanos - now);
    }

    /// Takes the oldest, as many as fit into a request; one that is too large for any goes alone.
    ///
    /// @param most how many at most
    List<byte[]> take(int most) {
        lock.lock();
        try {
            var taken = new ArrayList<byte[]>();
            long length = 0;
            while (!entries.isEmpty() && taken.size() < Math.min(most, batch.events())) {
                var next = entries.getFirst().event();
                length += next.length + 1L; // what stands between events counts too
                if (!taken.isEmpty() && length + 1 > batch.maxBytes()) {
                    break;
                }
                entries.remove();
                bytes -= next.length;
                taken.add(next);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// What is left is due at once, and nothing is waited for any more.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }
}
