package agentserver.conversation;

import agentserver.base.fault.Fault;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The conversations that are in memory: loads one when it is first asked for, and puts it away when
/// nobody has used it for a while, or when all of them take too much memory or too many files.
///
/// Each id has a slot with a lock of its own, so loading one delays nobody else. A slot is taken out of
/// the map only with its lock held, and is marked then: who waited for the lock meanwhile begins again
/// with a new one. So a conversation is never open twice, and one that is being put away is waited for.
///
/// Whoever uses a conversation holds it ([#use], [#with]): while it is held, while something runs in it
/// and while somebody watches it, it is not put away. Only [#putAway()], [#end] and [#close] do not wait
/// for ever: they let nobody begin, give those who have begun a moment, and close it under them; these
/// are told to ask again, and nothing of what they had been told is lost.
///
/// Each one that is open holds a place in the [Room], which is as large as the limit of open files
/// allows. Who opens one when no place is free puts the longest unused one away for it; the sweeper sees
/// to it that some are free before. When all are in use it waits a moment, and is told to come again.
public final class LoadedConversations implements AutoCloseable {

    /// @param idle  after which an unused one is put away; none for never
    /// @param bytes about how much memory all may take before those not in use are put away
    /// @param open  how many there may be at once
    public record Limits(Optional<Duration> idle, long bytes, int open) {

        /// How often to look.
        Duration period() {
            var half = idle.map(time -> time.dividedBy(2)).orElse(LONGEST_PERIOD);
            return half.compareTo(LONGEST_PERIOD) > 0 ? LONGEST_PERIOD
                    : half.compareTo(SHORTEST_PERIOD) < 0 ? SHORTEST_PERIOD : half;
        }
    }

    /// What was found, or made.
    record Found(Conversation conversation, boolean isNew) {}

    private record Candidate(UUID id, Slot slot, long unusedNanos) {}

    private static final Duration LONGEST_PERIOD = Duration.ofSeconds(30);
    private static final Duration SHORTEST_PERIOD = Duration.ofMillis(100);
    private static final Duration UNUSED_PATIENCE = Duration.ofSeconds(2);
    private static final Duration STOPPING = Duration.ofSeconds(10);
    private static final Logger LOG = System.getLogger(LoadedConversations.class.getName());

    private final Predicate<UUID> known;
    private final Function<UUID, Optional<Conversation>> opening;
    private final Limits limits;
    private final Map<UUID, Slot> slots = new ConcurrentHashMap<>();
    private final Room room;
    private final Thread sweeper;
    private volatile boolean closed;

    /// @param known   whether there is such a conversation; cheap
    /// @param opening loads a conversation; called once for each that is not in memory
    LoadedConversations(Predicate<UUID> known, Function<UUID, Optional<Conversation>> opening,
            Limits limits) {
        this.known = known;
        this.opening = opening;
        this.limits = limits;
        room = new Room(limits.open());
        sweeper = Thread.ofVirtual().name("idle-conversations").start(this::sweepOnAndOn);
    }

    /// The conversation with this id, loaded if need be, and held.
    ///
    /// @param atEnd is given what has to be done when the use is over
    /// @throws Fault.Busy when as many as there may be are in use
    Optional<Conversation> use(UUID id, Consumer<Runnable> atEnd) {
        return inSlot(id, slot -> {
            var found = loaded(id, slot);
            found.ifPresent(_ -> slot.take(atEnd));
            return found;
        });
    }

    /// Does something with a conversation, and holds it meanwhile.
    ///
    /// @return what came of it; empty when there is no such conversation
    /// @throws Fault.Busy when as many as there may be are in use
    <T> Optional<T> with(UUID id, Function<Conversation, T> work) {
        var ends = new ArrayList<Runnable>(1);
        try {
            return use(id, ends::add).map(work);
        } finally {
            ends.forEach(Runnable::run);
        }
    }

    /// The conversation with this id if it is in memory, to be looked at; never waits for one that is
    /// being loaded or put away.
    Optional<Conversation> inMemory(UUID id) {
        return Optional.ofNullable(slots.get(id)).map(Slot::conversation);
    }

    /// The conversation with this id, or one that is made now; held.
    ///
    /// @param making gives nothing when another server has the id
    /// @return empty then
    /// @throws Fault.Busy when as many as there may be are in use
    Optional<Found> findOrMake(
            UUID id, Supplier<Optional<Conversation>> making, Consumer<Runnable> atEnd) {
        return inSlot(id, slot -> {
            var isNew = loaded(id, slot).isEmpty();
            if (isNew) {
                fill(slot, making);
            }
            if (slot.conversation() == null) {
                return Optional.empty();
            }
            slot.take(atEnd);
            return Optional.of(new Found(slot.conversation(), isNew));
        });
    }

    /// Takes a conversation out of memory for good; whoever asks for it meanwhile waits, and then finds
    /// what the store has.
    ///
    /// @param loading  loads it for that, if need be
    /// @param ending   gets the conversation, closes it, and says whether it is gone
    /// @param unopened does the same for one that is there and can't be loaded
    /// @return whether there was one, and is no more
    boolean end(UUID id, Function<UUID, Optional<Conversation>> loading,
            Predicate<Conversation> ending, BooleanSupplier unopened) {
        return inSlot(id, slot -> {
            Optional<Conversation> found;
            try {
                found = loaded(id, slot, loading);
            } catch (Fault.Failed _) { // logged where it failed
                return unopened.getAsBoolean();
            }
            try {
                return found.filter(ending).isPresent();
            } finally {
                found.ifPresent(_ -> empty(slot));
            }
        });
    }

    /// Does something while nobody loads the conversation with this id, makes it or puts it away.
    ///
    /// @param work gets the conversation if it is in memory, and says whether it has to be put away now:
    ///             whoever asks for it next loads it anew
    void apart(UUID id, Predicate<Optional<Conversation>> work) {
        inSlot(id, slot -> {
            boolean over = work.test(Optional.ofNullable(slot.conversation()));
            if (over && slot.conversation() != null) {
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
                if (!slot.isGone()) {
                    slot.touch();
                    return work.apply(slot);
                }
            } finally {
                if (slot.conversation() == null) {
                    drop(id, slot); // ids that are asked for in vain cost nothing
                }
                slot.lock.unlock();
            }
        }
    }

    private void drop(UUID id, Slot slot) {
        slot.leave();
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
        if (slot.conversation() != null && slot.conversation().isLost()) {
            close(slot);
        }
        if (slot.conversation() == null && known.test(id)) {
            fill(slot, () -> loading.apply(id));
        }
        return Optional.ofNullable(slot.conversation());
    }

    private void fill(Slot slot, Supplier<Optional<Conversation>> source) {
        room.take(this::makeRoom);
        try {
            slot.put(source.get());
        } finally {
            if (slot.conversation() == null) {
                room.release();
            }
        }
    }

    private void empty(Slot slot) {
        slot.put(Optional.empty());
        room.release();
    }

    /// @return whether one was put away
    private boolean makeRoom() {
        return putAwayOldest(_ -> !room.isFull(), Duration.ZERO);
    }

    /// How many are in memory.
    int count() {
        return slots.size();
    }

    private void sweepOnAndOn() {
        try {
            while (!closed) {
                room.awaitShort(limits.period());
                sweep();
                Thread.sleep(closed ? Duration.ZERO : SHORTEST_PERIOD); // however often it is called
            }
        } catch (InterruptedException _) { // nobody does that
            Thread.currentThread().interrupt();
        }
    }

    private void sweep() {
        try {
            limits.idle().ifPresent(idle -> slots.forEach((id, slot) -> putAway(id, slot, idle)));
            var excess = bytes() - limits.bytes();
            putAwayOldest(freed -> freed >= excess, SHORTEST_PERIOD);
            putAwayOldest(_ -> !room.isShort(), SHORTEST_PERIOD);
            slots.values().forEach(this::save);
        } catch (RuntimeException e) { // the border of this thread
            LOG.log(Level.ERROR, "idle conversations stay in memory", e);
        }
    }

    private long bytes() {
        return slots.values().stream().mapToLong(Slot::memoryBytes).sum();
    }

    /// @param isEnough asked with how many bytes were freed
    /// @param idle     for how long nobody must have used what is put away
    /// @return whether it is enough now
    private boolean putAwayOldest(LongPredicate isEnough, Duration idle) {
        var freed = 0L;
        if (isEnough.test(freed)) {
            return true;
        }
        for (var candidate : oldestFirst()) {
            freed += putAway(candidate.id(), candidate.slot(), idle);
            if (closed || isEnough.test(freed)) {
                break;
            }
        }
        return isEnough.test(freed);
    }

    private List<Candidate> oldestFirst() {
        var now = System.nanoTime();
        return slots.entrySet().stream()
                .map(entry -> new Candidate(entry.getKey(), entry.getValue(),
                        now - entry.getValue().usedNanos()))
                .sorted(Comparator.comparingLong(Candidate::unusedNanos).reversed()).toList();
    }

    /// @return how many bytes that frees; 0 when it is in use
    private long putAway(UUID id, Slot slot, Duration idle) {
        if (!slot.lock.tryLock()) {
            return 0;
        }
        try {
            if (slot.isGone() || !slot.isUnusedFor(idle)) {
                return 0;
            }
            var bytes = slot.memoryBytes();
            close(slot);
            drop(id, slot);
            return bytes;
        } finally {
            slot.lock.unlock();
        }
    }

    /// Saves what a crash would make the next opening read again: not while anybody waits for it.
    private void save(Slot slot) {
        if (closed || !slot.lock.tryLock()) {
            return; // being loaded or put away
        }
        Optional<Conversation> conversation;
        try {
            conversation = Optional.ofNullable(slot.conversation());
            slot.hold();
        } finally {
            slot.lock.unlock();
        }
        try {
            conversation.ifPresent(Conversation::save);
        } finally {
            slot.letGo();
        }
    }

    private void close(Slot slot) {
        try {
            slot.conversation().close();
        } catch (RuntimeException e) { // it is out of memory all the same; its log has everything
            LOG.log(Level.ERROR, "conversation could not be put away", e);
        } finally {
            empty(slot);
        }
    }

    /// Puts all away, side by side; the next who asks for one loads it again. Blocks until their agents
    /// have stopped, whatever the calling thread is told meanwhile: nothing is left half closed.
    void putAway() {
        var threads = new ArrayList<Thread>();
        slots.forEach((id, slot) -> threads.add(
                Thread.ofVirtual().name("put-away-" + id).start(() -> putAway(id, slot))));
        join(threads);
    }

    private static void join(List<Thread> threads) {
        var interrupted = false;
        for (var thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException _) { // kept for later
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void putAway(UUID id, Slot slot) {
        slot.lock.lock(); // from here on nobody begins
        try {
            slot.awaitUnused(UNUSED_PATIENCE);
            if (!slot.isGone()) {
                if (slot.conversation() != null) {
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
        room.wake();
        putAway();
        try {
            sweeper.join(STOPPING);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
