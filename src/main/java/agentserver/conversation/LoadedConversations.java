package agentserver.conversation;

import agentserver.base.fault.Fault;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The conversations that are in memory: loads one when it is first asked for, and puts it away when
/// nobody has used it for a while, or when all of them take too much memory.
///
/// Each id has a slot with a lock of its own, so loading one delays nobody else. A slot is taken out of
/// the map only with its lock held, and is marked then: who waited for the lock meanwhile begins again
/// with a new one. So a conversation is never open twice, and one that is being put away is waited for.
/// One that is in use ([#use]) is not put away, nor one in which something runs or which somebody
/// watches.
public final class LoadedConversations implements AutoCloseable {

    /// @param idle  after which an unused one is put away; none for never
    /// @param bytes about how much memory all may take before those not in use are put away
    public record Limits(Optional<Duration> idle, long bytes) {

        /// How often to look.
        Duration period() {
            var half = idle.map(time -> time.dividedBy(2)).orElse(LONGEST_PERIOD);
            return half.compareTo(LONGEST_PERIOD) > 0 ? LONGEST_PERIOD
                    : half.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : half;
        }
    }

    /// What was found, or made.
    record Found(Conversation conversation, boolean isNew) {}

    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock();
        final AtomicInteger users = new AtomicInteger();
        volatile long usedNanos = System.nanoTime();
        volatile Conversation conversation; // null until it is loaded; written with the lock
        boolean gone; // guarded by lock

        void take(Consumer<Runnable> atEnd) {
            users.incrementAndGet();
            atEnd.accept(() -> {
                usedNanos = System.nanoTime();
                users.decrementAndGet();
            });
        }

        /// Waits until nobody uses it, or the time is over.
        void awaitUnused(Duration limit) {
            var deadline = System.nanoTime() + limit.toNanos();
            while (users.get() > 0 && System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(30);
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(100);
    private static final Duration UNUSED_PATIENCE = Duration.ofSeconds(2);
    private static final long LOOK_NANOS = 1_000_000;
    private static final Duration STOPPING = Duration.ofSeconds(10);
    private static final Logger LOG = System.getLogger(LoadedConversations.class.getName());

    private final Function<UUID, Optional<Conversation>> opening;
    private final Limits limits;
    private final Map<UUID, Slot> slots = new ConcurrentHashMap<>();
    private final Thread sweeper;
    private volatile boolean closed;

    /// @param opening loads a conversation; called once for each that is not in memory
    LoadedConversations(Function<UUID, Optional<Conversation>> opening, Limits limits) {
        this.opening = opening;
        this.limits = limits;
        sweeper = Thread.ofVirtual().name("idle-conversations").start(this::sweepOnAndOn);
    }

    /// The conversation with this id, loaded if need be. To be used at once, or by those who watch it or
    /// run in it: for a longer use see [#use].
    Optional<Conversation> find(UUID id) {
        return inSlot(id, slot -> loaded(id, slot));
    }

    /// The same for a use that takes some time: it is not put away meanwhile.
    ///
    /// @param atEnd is given what has to be done when the use is over
    Optional<Conversation> use(UUID id, Consumer<Runnable> atEnd) {
        return inSlot(id, slot -> {
            var found = loaded(id, slot);
            found.ifPresent(_ -> slot.take(atEnd));
            return found;
        });
    }

    /// The same, but only if it is in memory; never waits for one that is being loaded or put away.
    Optional<Conversation> inMemory(UUID id) {
        return Optional.ofNullable(slots.get(id)).map(slot -> slot.conversation);
    }

    /// The conversation with this id, or one that is made now; for a use as [#use] means it.
    Found findOrMake(UUID id, Supplier<Conversation> making, Consumer<Runnable> atEnd) {
        return inSlot(id, slot -> {
            var isNew = loaded(id, slot).isEmpty();
            if (isNew) {
                slot.conversation = making.get();
            }
            slot.take(atEnd);
            return new Found(slot.conversation, isNew);
        });
    }

    /// Takes a conversation out of memory for good; whoever asks for it meanwhile waits, and then finds
    /// what the store has.
    ///
    /// @param loading loads it for that, if need be
    /// @param ending  gets the conversation, and closes it
    /// @return whether there was one
    boolean end(UUID id, Function<UUID, Optional<Conversation>> loading,
            Consumer<Conversation> ending) {
        return inSlot(id, slot -> {
            var known = loaded(id, slot, loading);
            known.ifPresent(ending);
            drop(id, slot);
            return known.isPresent();
        });
    }

    /// Does something while nobody loads the conversation with this id, makes it or puts it away.
    ///
    /// @param work gets the conversation if it is in memory, and says whether it has to be put away now:
    ///             whoever asks for it next loads it anew
    void apart(UUID id, Predicate<Optional<Conversation>> work) {
        inSlot(id, slot -> {
            boolean over = work.test(Optional.ofNullable(slot.conversation));
            if (over && slot.conversation != null) {
                slot.awaitUnused(UNUSED_PATIENCE);
                close(slot);
            }
            return over;
        });
    }

    private <T> T inSlot(UUID id, Function<Slot, T> work) {
        while (true) {
            var slot = slots.computeIfAbsent(id, _ -> new Slot());
            slot.lock.lock();
            try {
                if (!slot.gone) {
                    slot.usedNanos = System.nanoTime();
                    var result = work.apply(slot);
                    if (slot.conversation == null) {
                        drop(id, slot); // ids that are asked for in vain cost nothing
                    }
                    return result;
                }
            } finally {
                slot.lock.unlock();
            }
        }
    }

    private void drop(UUID id, Slot slot) {
        slot.conversation = null;
        slot.gone = true;
        slots.remove(id, slot);
    }

    private Optional<Conversation> loaded(UUID id, Slot slot) {
        return loaded(id, slot, opening);
    }

    private Optional<Conversation> loaded(
            UUID id, Slot slot, Function<UUID, Optional<Conversation>> loading) {
        if (closed) {
            throw new Fault.Refused("inactive_service");
        }
        if (slot.conversation != null && slot.conversation.isLost()) {
            close(slot);
        }
        if (slot.conversation == null) {
            slot.conversation = loading.apply(id).orElse(null);
        }
        return Optional.ofNullable(slot.conversation);
    }

    /// How many are in memory.
    int count() {
        return slots.size();
    }

    private void sweepOnAndOn() {
        try {
            while (!closed) {
                Thread.sleep(limits.period());
                sweep();
            }
        } catch (InterruptedException _) { // closed
        }
    }

    private void sweep() {
        try {
            limits.idle().ifPresent(idle -> slots.forEach((id, slot) -> putAway(id, slot, idle)));
            var excess = bytes() - limits.bytes();
            if (excess > 0) {
                shrink(excess);
            }
        } catch (RuntimeException e) { // the border of this thread
            LOG.log(Level.ERROR, "idle conversations stay in memory", e);
        }
    }

    private long bytes() {
        return slots.values().stream().mapToLong(LoadedConversations::bytes).sum();
    }

    private static long bytes(Slot slot) {
        slot.lock.lock();
        try {
            return slot.conversation == null ? 0 : slot.conversation.memoryBytes();
        } finally {
            slot.lock.unlock();
        }
    }

    private void shrink(long excess) {
        var oldestFirst = slots.entrySet().stream()
                .sorted(Comparator.comparingLong(entry -> entry.getValue().usedNanos))
                .toList();
        var left = excess;
        for (var entry : oldestFirst) {
            if (left <= 0) {
                return;
            }
            var bytes = bytes(entry.getValue());
            if (putAway(entry.getKey(), entry.getValue(), SHORTEST_PERIOD)) {
                left -= bytes;
            }
        }
    }

    /// @return whether it was put away
    private boolean putAway(UUID id, Slot slot, Duration idle) {
        if (!slot.lock.tryLock()) {
            return false; // in use
        }
        try {
            if (slot.gone || slot.conversation == null || slot.users.get() > 0
                    || !slot.conversation.isQuiet()
                    || System.nanoTime() - lastUse(slot) < idle.toNanos()) {
                return false;
            }
            close(slot);
            drop(id, slot);
            return true;
        } finally {
            slot.lock.unlock();
        }
    }

    private static long lastUse(Slot slot) {
        var written = slot.conversation.writtenNanos();
        return slot.usedNanos - written > 0 ? slot.usedNanos : written;
    }

    private static void close(Slot slot) {
        try {
            slot.conversation.close();
        } catch (RuntimeException e) { // it is out of memory all the same; its log has everything
            LOG.log(Level.ERROR, "conversation could not be put away", e);
        } finally {
            slot.conversation = null;
        }
    }

    /// Puts all away, side by side; the next who asks for one loads it again. Blocks until their agents
    /// have stopped.
    void putAway() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            slots.forEach((id, slot) -> threads.execute(() -> putAway(id, slot)));
        }
    }

    private void putAway(UUID id, Slot slot) {
        slot.awaitUnused(UNUSED_PATIENCE);
        slot.lock.lock();
        try {
            if (!slot.gone) {
                if (slot.conversation != null) {
                    close(slot);
                }
                drop(id, slot);
            }
        } finally {
            slot.lock.unlock();
        }
    }

    /// Puts all away for good: those that are asked for later are not loaded any more.
    @Override
    public void close() {
        closed = true;
        sweeper.interrupt();
        putAway();
        try {
            sweeper.join(STOPPING);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
