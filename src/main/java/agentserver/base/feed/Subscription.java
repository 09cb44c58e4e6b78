package agentserver.base.feed;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One subscriber's place in a [Feed]: its queue and the thread that drains it. Any thread may call
/// it; `lock` guards the queue, the counters and `ended`, and is never held while the subscriber
/// works.
///
/// @param <T> what is published
public final class Subscription<T> implements AutoCloseable {

    private record Queued<T>(T item, long bytes) {}

    private static final Logger LOG = System.getLogger(Subscription.class.getName());

    private final Subscriber<? super T> subscriber;
    private final FeedLimits limits;
    private final Consumer<Subscription<T>> remove;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Queued<T>> queue = new ArrayDeque<>(2);
    private final Thread thread;
    private long queuedBytes;
    private long offered;
    private long delivered;
    private boolean ended;

    Subscription(
            Subscriber<? super T> subscriber,
            FeedLimits limits,
            Consumer<Subscription<T>> remove) {
        this.subscriber = subscriber;
        this.limits = limits;
        this.remove = remove;
        thread = Thread.ofVirtual().name("subscriber").unstarted(this::drain);
    }

    void start() {
        thread.start();
    }

    void offer(T item, long bytes) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            if (fits(bytes)) {
                queue.add(new Queued<>(item, bytes));
                queuedBytes += bytes;
                offered++;
                changed.signalAll();
                return;
            }
        } finally {
            lock.unlock();
        }
        end(EndReason.OVERFLOW);
    }

    private boolean fits(long bytes) {
        return queue.isEmpty()
                || queue.size() < limits.queuedItems()
                        && queuedBytes + bytes <= limits.queuedBytes();
    }

    private void drain() {
        try {
            subscriber.opened();
            for (var next = take(); next != null; next = take()) {
                subscriber.receive(next.item());
                delivered();
            }
        } catch (InterruptedException _) { // told to stop
            end(EndReason.CLOSED);
        } catch (Throwable e) { // the border: a subscriber's failure is its own
            if (stop()) {
                LOG.log(Level.DEBUG, "a subscriber failed", e);
                subscriber.ended(EndReason.FAILED);
            }
        }
    }

    /// The next item; null once the subscription ended.
    private Queued<T> take() throws InterruptedException {
        lock.lock();
        try {
            while (queue.isEmpty() && !ended) {
                changed.await();
            }
            var next = queue.poll();
            queuedBytes -= next == null ? 0 : next.bytes();
            return next;
        } finally {
            lock.unlock();
        }
    }

    private void delivered() {
        lock.lock();
        try {
            delivered++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Whether this subscription is over.
    public boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /// Waits until what was offered so far was delivered or the subscription ended.
    ///
    /// @return whether that came true in time
    /// @throws InterruptedException when the waiting thread is told to stop
    public boolean flush(Duration limit) throws InterruptedException {
        return flush(limit.toNanos());
    }

    boolean flush(long limitNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var target = offered;
            var left = limitNanos;
            while (delivered < target && !ended) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Unsubscribes: drops what waits, interrupts the subscriber if it is at work, and waits for it
    /// as long as the limits say. The subscriber's own thread may call it, and then does not wait.
    /// A second call does nothing.
    @Override
    public void close() {
        if (stop()) {
            thread.interrupt();
        }
        join(limits.closing().toNanos());
    }

    /// Ends the subscription for a reason that is not the subscriber's own wish.
    void end(EndReason reason) {
        if (stop()) {
            Thread.ofVirtual().name("subscriber-end").start(() -> {
                subscriber.ended(reason);
                thread.interrupt();
            });
        }
    }

    /// Waits for the thread; an interrupt of the caller ends the waiting and stays set.
    void join(long limitNanos) {
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            if (!thread.join(Duration.ofNanos(Math.max(0, limitNanos)))) {
                LOG.log(Level.WARNING, "a subscriber did not stop in time");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes the subscription out of the feed; true for the one call that ended it.
    private boolean stop() {
        lock.lock();
        try {
            if (ended) {
                return false;
            }
            ended = true;
            queue.clear();
            queuedBytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        remove.accept(this);
        return true;
    }
}
