package agentserver.conversation.journal;

import agentserver.base.fault.Fault;
import agentserver.base.feed.Feed;
import agentserver.base.feed.Subscriber;
import agentserver.base.feed.Subscription;
import agentserver.base.store.LeaseLost;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.conversation.state.StateChange;
import agentserver.conversation.state.StateCodec;
import agentserver.event.ConversationStateUpdateEvent;
import agentserver.event.Event;
import agentserver.event.EventKind;
import agentserver.event.MessageEvent;
import agentserver.event.log.EventLog;
import agentserver.event.log.EventTimestamps;
import agentserver.event.log.LogRecord;
import agentserver.llm.LlmReply;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What is remembered of one conversation and told to those who watch it: its log, its state, its feed.
///
/// One fair lock orders everything. Under it an event gets its time, its parent and its place in the
/// log, the state moves on, and the frame is offered to each watcher's queue, which never waits. Nobody
/// syncs the disk under the lock: whoever is about to show a frame, or to act on an event, first waits
/// with [#awaitDurable]; waiters share one sync. The state is an immutable value that readers take
/// without the lock.
///
/// Rejected: publishing after unlocking (two writers could be published in the wrong order), and
/// syncing before publishing (all writers would wait for the disk in turn).
///
/// When the log refuses an event nothing has changed: the state moves after the log took the record.
public final class Journal implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Journal.class.getName());
    private static final long FIXED_BYTES = 30_000;
    private static final long INDEX_BYTES = 70;

    private final ReentrantLock lock = new ReentrantLock(true);
    private final EventLog log;
    private final StateCodec codec;
    private final EventTimestamps times;
    private final InstantSource clock;
    private final Feed<Frame> feed;
    private final Answers answers;
    private final Custody custody;
    private final Recorder records;
    private volatile ConversationState state;
    private volatile ConversationMeta meta;
    private final ActiveBranch branch = new ActiveBranch(this);
    private boolean statsChanged;
    private final DiskSync disk;
    private final ShownState shown;
    private volatile boolean deleted;

    public Journal(
            StoredConversation stored, StateCodec codec, Feed<Frame> feed, InstantSource clock) {
        log = stored.log();
        state = stored.state();
        meta = stored.meta();
        times = stored.times();
        answers = stored.answers();
        custody = stored.custody();
        records = new Recorder(log, custody);
        this.codec = codec;
        this.feed = feed;
        this.clock = clock;
        disk = new DiskSync(log, state.id());
        shown = new ShownState(codec);
    }

    public ConversationState state() {
        return state;
    }

    public ConversationMeta meta() {
        return meta;
    }

    public EventLog log() {
        return log;
    }

    /// Does several things that nothing may come between. Nothing in it may wait.
    public <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    public void locked(Runnable work) {
        locked(() -> {
            work.run();
            return null;
        });
    }

    /// Adds an event to the conversation.
    ///
    /// @return the event as it stands in the log
    /// @throws Fault.Failed when the disk refuses it
    /// @throws ConversationOwnershipLostError when another server has the conversation now
    public Event append(Event event) {
        return append(event, Optional.empty(), Optional.empty());
    }

    /// Moves the conversation to another status, and says so, unless it is there already.
    public void status(ExecutionStatus status) {
        locked(() -> {
            if (state.executionStatus() != status) {
                update("execution_status", codec.tree(status), new StateChange.StatusSet(status));
            }
        });
    }

    /// Adds what the user said, and says that it is the last message now. One record holds the message
    /// and all that follows from it.
    ///
    /// @param answered the answer to the request that brought it, if that had a key
    public void hear(MessageEvent said, Optional<Answered> answered) {
        locked(() -> {
            append(said, Optional.of(new StateChange.Heard(said.id())), answered);
            append(ConversationStateUpdateEvent.of(
                    "last_user_message_id", codec.tree(said.id())));
        });
    }

    /// Remembers that the agent may ask a model from now on: it shows in the statistics before it is
    /// asked.
    public void know(String usageId, String modelName) {
        locked(() -> {
            if (!state.stats().usageToMetrics().containsKey(usageId)) {
                change(new StateChange.ModelKnown(usageId, modelName));
            }
        });
    }

    /// When something that no log keeps happens now, as events write it.
    public String time() {
        return times.next();
    }

    /// Counts a model call; [#publishStats] tells of it.
    public void count(String usageId, LlmReply reply) {
        var usage = StateChange.Usage.of(usageId, reply, now());
        locked(() -> {
            change(new StateChange.Used(usage));
            statsChanged = true;
        });
    }

    /// Tells what the models have cost, if that changed since it was last told.
    public void publishStats() {
        locked(() -> {
            if (statsChanged) {
                statsChanged = false;
                var event = ConversationStateUpdateEvent.of(
                        "stats", codec.tree(state.stats().snapshot()));
                append(event);
            }
        });
    }

    /// Changes the state, or what is known besides. No event tells of it.
    public void change(StateChange change) {
        locked(() -> {
            records.add(LogRecord.change(codec.change(change)));
            apply(change);
            custody.changed(state, meta, log.sizeBytes());
        });
    }

    /// Changes the state and says so.
    ///
    /// @param key   the member that changed, as clients know it
    /// @param value what it is now
    public void update(String key, JsonNode value, StateChange change) {
        append(ConversationStateUpdateEvent.of(key, value), Optional.of(change), Optional.empty());
    }

    /// Moves HEAD: the next event follows that event, or begins a new tree. No event tells of it.
    ///
    /// @param head  an event of the log; empty for none
    /// @param check called when nothing can come between any more; what it throws leaves all as it was
    public void moveHead(Optional<String> head, Runnable check) {
        branch.change(() -> {
            check.run();
            change(new StateChange.HeadMoved(head.orElse(null)));
        });
    }

    /// Shows an event to those who watch now; it is not stored.
    public void publish(Event event) {
        locked(() -> feed.publish(
                Frame.passing(EventKind.of(event), records.position(), unstored(event))));
    }

    /// Shows the whole state to those who watch now.
    public void publishFullState() {
        locked(() -> feed.publish(fullState(state, records.position())));
    }

    /// The whole state as an event of its own, once all up to a position had happened.
    Frame fullState(ConversationState at, long position) {
        return Frame.state(position, unstored(ConversationStateUpdateEvent.of(
                ConversationStateUpdateEvent.FULL_STATE, shown.of(at))));
    }

    /// Adds a watcher. Under the same lock, `found` is told what came before the first frame that the
    /// watcher gets; that it has to read itself.
    Subscription<Frame> subscribe(Subscriber<Frame> watcher, Consumer<Moment> found) {
        return locked(() -> {
            found.accept(new Moment(state, records.position(), log.appendedEvents()));
            return feed.subscribe(watcher);
        });
    }

    /// What the agent has before it: the active branch. Blocks when it has to be read.
    public Branch branch() {
        return branch.get(leaf -> Branch.read(log, codec, leaf));
    }

    /// Waits until all that was appended so far survives a loss of power.
    ///
    /// @throws Fault.Failed when the disk refuses
    public void awaitDurable() {
        awaitDurable(records.position());
    }

    public void awaitDurable(long upTo) {
        records.await(upTo);
    }

    /// The thread was told to stop while it waited for the disk.
    public static final class InterruptedWait extends RuntimeException {
        public InterruptedWait() {
            super("interrupted while waiting for the disk", null, false, false);
        }
    }

    private Event append(
            Event event, Optional<StateChange> change, Optional<Answered> answered) {
        return locked(() -> {
            var stamped = event.stamped(times.next(), parent());
            var json = codec.event(stamped);
            var record = LogRecord.event(json);
            record = change.map(codec::change).map(record::andChange).orElse(record);
            records.add(answered.isEmpty() ? record
                    : record.with(Answers.MEMBER, answered.get().json()));
            answered.ifPresent(answers::add);
            change.ifPresent(this::apply);
            if (!(stamped instanceof ConversationStateUpdateEvent)) {
                moveHead(stamped);
            }
            custody.changed(state, meta, log.sizeBytes());
            feed.publish(Frame.event(EventKind.of(stamped), records.position(), json));
            disk.upTo(records.position());
            return stamped;
        });
    }

    private void apply(StateChange change) {
        state = change.appliedTo(state);
        meta = change.appliedTo(meta);
    }

    private void moveHead(Event event) {
        state = state.with(draft -> {
            draft.leafEventId = event.id();
            draft.headIsEmpty = false;
        });
        times.instant(event.timestamp()).ifPresent(time -> meta = meta.updated(time));
        branch.add(event);
    }

    private String parent() {
        return state.leafEventId() == null && log.appendedEvents() > 0
                ? Event.ROOT
                : state.leafEventId();
    }

    private byte[] unstored(Event event) {
        return codec.event(event.stamped(times.next(), null));
    }

    /// The time, as exact as it is stored.
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /// A run is over whose end the log could not take: it is in error, which the next record that is
    /// written will say. After a restart recovery says so.
    public void giveUp() {
        locked(() -> {
            var change = new StateChange.StatusSet(ExecutionStatus.ERROR);
            records.owe(LogRecord.change(codec.change(change)));
            state = change.appliedTo(state);
            custody.changed(state, meta, log.sizeBytes());
        });
    }

    /// Whether another server has the conversation now; then it has to be opened anew.
    public boolean isLost() {
        return records.isLost();
    }

    /// Remembers the answer to a request for this conversation that found it; nothing else changes.
    ///
    /// @throws Fault.Unprocessable when the key came with another request
    public void found(Answered answered) {
        locked(() -> {
            if (answered(answered.request()).isEmpty()) {
                records.add(LogRecord.empty().with(Answers.MEMBER, answered.json()));
                answers.openedWith(answered.request().key());
                answers.add(answered);
                custody.changed(state, meta, log.sizeBytes());
            }
        });
    }

    /// The answer that was given to a request with this key.
    ///
    /// @throws Fault.Unprocessable when the key came with another request
    public Optional<Answered> answered(RequestKey request) {
        return answers.find(request.key()).map(answered -> answered.to(request));
    }

    /// When something was last written, by [System#nanoTime].
    public long writtenNanos() {
        return records.writtenNanos();
    }

    /// How many watch.
    public int watchers() {
        return feed.subscribers();
    }

    /// Those who watch are told, when it is closed, that there is nothing to come back to.
    public void markDeleted() {
        deleted = true;
    }

    boolean isDeleted() {
        return deleted;
    }

    /// About how much memory it takes.
    public long memoryBytes() {
        return FIXED_BYTES + log.appendedEvents() * INDEX_BYTES
                + (branch.isRead() ? log.sizeBytes() : 0);
    }

    /// Keeps a snapshot, if the log has grown by so much since the last one. Blocks.
    public void save(long grownBytes) {
        if (log.sizeBytes() - custody.savedBytes() < grownBytes) {
            return;
        }
        var snapshot = locked(() -> new Snapshot(
                records.position(), log.appendedEvents(), log.sizeBytes(), answers.opening(),
                answers.all(), state, meta));
        try {
            awaitDurable(snapshot.position());
            custody.save(snapshot);
        } catch (Fault | LeaseLost | InterruptedWait e) { // the log has it all
            LOG.log(Level.WARNING, "no snapshot of {0}: {1}", state.id(), e.getMessage());
        }
    }

    @Override
    public void close() {
        feed.close();
        records.close();
        if (records.isComplete()) {
            save(1);
        }
        log.close();
        custody.close();
    }
}
