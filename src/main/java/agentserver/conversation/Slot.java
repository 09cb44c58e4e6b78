package agentserver.conversation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The place of one conversation among those in memory. `lock` is held while it is loaded, taken or put
/// away; what the methods need of it they say.
final class Slot {

    private static final long LOOK_NANOS = 1_000_000;

    final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger users = new AtomicInteger();
    private volatile long usedNanos = System.nanoTime();
    private volatile Conversation conversation; // null until it is loaded; written with the lock
    private boolean gone; // guarded by lock

    /// The conversation; null when it is not loaded.
    Conversation conversation() {
        return conversation;
    }

    /// With the lock.
    void put(Optional<Conversation> loaded) {
        conversation = loaded.orElse(null);
    }

    /// Marks it: the next who asks for the conversation makes another slot. With the lock.
    void leave() {
        gone = true;
    }

    /// With the lock.
    boolean isGone() {
        return gone;
    }

    /// Holds the conversation. With the lock.
    ///
    /// @param atEnd is given what lets it go
    void take(Consumer<Runnable> atEnd) {
        hold();
        atEnd.accept(() -> {
            touch();
            letGo();
        });
    }

    /// Holds it without counting as a use. With the lock.
    void hold() {
        users.incrementAndGet();
    }

    void letGo() {
        users.decrementAndGet();
    }

    void touch() {
        usedNanos = System.nanoTime();
    }

    /// When it was used last, by [System#nanoTime].
    long usedNanos() {
        return usedNanos;
    }

    /// Whether nobody holds it, nothing goes on in it, and nothing did for so long. With the lock.
    boolean isUnusedFor(Duration idle) {
        return conversation != null && users.get() == 0 && conversation.isQuiet()
                && System.nanoTime() - lastUse() >= idle.toNanos();
    }

    private long lastUse() {
        var written = conversation.writtenNanos();
        return usedNanos - written > 0 ? usedNanos : written;
    }

    /// Waits until nobody holds it, or the time is over. The looks are counted, not the clock asked: a
    /// machine that stands still for a while does not use up the time of those who hold it. An interrupt
    /// is kept for later.
    void awaitUnused(Duration limit) {
        var interrupted = false;
        for (long left = limit.toNanos(); users.get() > 0 && left > 0; left -= LOOK_NANOS) {
            LockSupport.parkNanos(LOOK_NANOS);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// About how much memory it takes.
    long memoryBytes() {
        var loaded = conversation;
        return loaded == null ? 0 : loaded.memoryBytes();
    }
}
