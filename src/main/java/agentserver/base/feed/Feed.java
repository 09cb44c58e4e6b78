package agentserver.base.feed;

import agentserver.base.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/// Publishes items to subscribers.
///
/// Each subscriber has a bounded queue and one virtual thread that drains it. An offer never waits:
/// a queue that is full ends that subscription ([EndReason#OVERFLOW]) and no other. Any thread may
/// call any method; items reach every subscriber in the order in which `publish` was called, so
/// callers for whom order matters publish under a lock of their own. An item published after
/// `subscribe` returned is delivered, one published before is not.
///
/// @param <T> what is published; shared between threads, so immutable
public final class Feed<T> implements AutoCloseable {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final FeedLimits limits;
    private final ToLongFunction<? super T> sizeBytes;
    private final ReentrantLock lock = new ReentrantLock(); // guards changes of the list
    private final List<Subscription<T>> subscriptions = new CopyOnWriteArrayList<>();
    private boolean closed;

    /// @param sizeBytes about how much memory an item takes while it waits
    public Feed(FeedLimits limits, ToLongFunction<? super T> sizeBytes) {
        this.limits = limits;
        this.sizeBytes = sizeBytes;
    }

    /// Offers an item to every subscriber. Never blocks.
    public void publish(T item) {
        if (subscriptions.isEmpty()) {
            return;
        }
        var bytes = sizeBytes.applyAsLong(item);
        for (var subscription : subscriptions) {
            subscription.offer(item, bytes);
        }
    }

    /// Adds a subscriber and starts its thread.
    ///
    /// @throws Fault.Busy     when there are as many as the limits allow
    /// @throws Fault.NotReady when the feed is closed
    public Subscription<T> subscribe(Subscriber<? super T> subscriber) {
        lock.lock();
        try {
            if (closed) {
                throw new Fault.NotReady("the feed is closed", RETRY_AFTER);
            }
            if (subscriptions.size() >= limits.subscribers()) {
                throw new Fault.Busy(
                        "there are " + limits.subscribers() + " subscribers already", RETRY_AFTER);
            }
            var subscription = new Subscription<T>(subscriber, limits, this::remove);
            subscriptions.add(subscription);
            subscription.start();
            return subscription;
        } finally {
            lock.unlock();
        }
    }

    /// How many subscribers there are.
    public int subscribers() {
        return subscriptions.size();
    }

    /// Waits until everything published so far was delivered, or its subscription ended. Called by
    /// a subscriber's own thread it would wait for itself.
    ///
    /// @return whether that came true in time
    /// @throws InterruptedException when the waiting thread is told to stop
    public boolean flush(Duration limit) throws InterruptedException {
        var deadline = System.nanoTime() + limit.toNanos();
        var delivered = true;
        for (var subscription : subscriptions) {
            delivered &= subscription.flush(deadline - System.nanoTime());
        }
        return delivered;
    }

    /// Ends every subscription; what waits is dropped, so [#flush] first where it matters. Waits
    /// for subscribers at work as long as the limits say. Later offers are ignored.
    @Override
    public void close() {
        var ending = new ArrayList<Subscription<T>>();
        lock.lock();
        try {
            closed = true;
            ending.addAll(subscriptions);
        } finally {
            lock.unlock();
        }
        ending.forEach(subscription -> subscription.end(EndReason.CLOSED));
        var deadline = System.nanoTime() + limits.closing().toNanos();
        ending.forEach(subscription -> subscription.join(deadline - System.nanoTime()));
    }

    private void remove(Subscription<T> subscription) {
        lock.lock();
        try {
            subscriptions.remove(subscription);
        } finally {
            lock.unlock();
        }
    }
}
