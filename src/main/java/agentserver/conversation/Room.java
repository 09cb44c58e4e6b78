package agentserver.conversation;

import agentserver.base.fault.Fault;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// The places of the conversations that are open at once. Some are kept free for those to come: when
/// few are left, whoever waits in [#awaitShort] is woken to see to it. Any thread may call it.
final class Room {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final long LOOK_MILLIS = 10;
    private static final int SPARE_SHARE = 16;

    private final int size;
    private final Semaphore free;
    private final Semaphore wanted = new Semaphore(0); // given while few are free
    private final ReentrantLock clearing = new ReentrantLock(); // one makes room, the others wait

    Room(int size) {
        this.size = size;
        free = new Semaphore(size);
    }

    /// Takes a place. Where none is free it waits a moment for one: for so many looks, since a clock goes
    /// on while the machine stands still and nobody can leave; and by the clock, ten times as long.
    ///
    /// @param clear frees one, if it can; called by one thread at a time
    /// @throws Fault.Busy when none became free
    void take(BooleanSupplier clear) {
        try {
            if (!tryTake(clear)) {
                throw new Fault.Busy("all " + size
                        + " conversations that may be open at once are in use", RETRY_AFTER);
            }
        } catch (InterruptedException _) { // whoever asked is to stop
            Thread.currentThread().interrupt();
            throw new Fault.Busy("interrupted while waiting for a conversation", RETRY_AFTER);
        }
        if (isShort()) {
            wake();
        }
    }

    private boolean tryTake(BooleanSupplier clear) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE.multipliedBy(10).toNanos();
        for (long left = PATIENCE.toMillis(); left > 0 && System.nanoTime() < end; ) {
            long wait = mayBeFree(clear) ? 0 : LOOK_MILLIS;
            if (free.tryAcquire(wait, TimeUnit.MILLISECONDS)) {
                return true;
            }
            left -= Math.max(1, wait); // another was faster, or there is none
        }
        return false;
    }

    private boolean mayBeFree(BooleanSupplier clear) {
        if (free.availablePermits() > 0) {
            return true;
        }
        if (!clearing.tryLock()) {
            return false;
        }
        try {
            return clear.getAsBoolean();
        } finally {
            clearing.unlock();
        }
    }

    void release() {
        free.release();
    }

    boolean isFull() {
        return free.availablePermits() == 0;
    }

    /// Whether fewer are free than should be.
    boolean isShort() {
        return free.availablePermits() < size / SPARE_SHARE;
    }

    /// Waits until few are free, or the time is over.
    void awaitShort(Duration limit) throws InterruptedException {
        wanted.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
        wanted.drainPermits();
    }

    /// Ends the waiting.
    void wake() {
        wanted.release();
    }
}
