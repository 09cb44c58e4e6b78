package agentserver.conversation.journal;

import agentserver.base.feed.Feed;
import agentserver.base.feed.Subscriber;
import agentserver.base.feed.Subscription;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.conversation.state.StateChange;
import agentserver.conversation.state.StateCodec;
import agentserver.event.ConversationStateUpdateEvent;
import agentserver.event.Event;
import agentserver.event.log.EventLog;
import agentserver.event.log.EventTimestamps;
import agentserver.event.log.LogFailure;
import agentserver.event.log.LogRecord;
import agentserver.llm.LlmReply;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
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

    private final ReentrantLock lock = new ReentrantLock(true);
    private final EventLog log;
    private final StateCodec codec;
    private final EventTimestamps times;
    private final InstantSource clock;
    private final Feed<Frame> feed;
    private volatile ConversationState state;
    private volatile ConversationMeta meta;
    private volatile long position;
    private final ReentrantLock branchLock = new ReentrantLock(); // taken before `lock`
    private volatile Branch branch; // null until a run needs it
    private List<Event> late; // null unless the branch is being read
    private boolean statsChanged;

    public Journal(
            StoredConversation stored, StateCodec codec, Feed<Frame> feed, InstantSource clock) {
        log = stored.log();
        state = stored.state();
        meta = stored.meta();
        times = stored.times();
        position = log.durablePosition();
        this.codec = codec;
        this.feed = feed;
        this.clock = clock;
        feed.subscribe(this::sync);
    }

    /// The first to hear of each event sees to it that it gets to the disk soon, whether or not
    /// anybody else waits for that: what REST clients read has to be durable.
    private void sync(Frame frame) throws InterruptedException {
        try {
            log.durable(frame.position());
        } catch (LogFailure e) { // whoever acts on the event is told; the next event tries again
            LOG.log(Level.WARNING, "conversation " + state.id() + " is not on the disk yet", e);
        }
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
    /// @throws agentserver.event.log.LogFailure when the disk refuses it
    public Event append(Event event) {
        return append(event, Optional.empty());
    }

    /// Moves the conversation to another status, and says so, unless it is there already.
    public void status(ExecutionStatus status) {
        locked(() -> {
            if (state.executionStatus() != status) {
                update("execution_status", status, StateChange.status(status));
            }
        });
    }

    /// Remembers the last message of the user, and says so.
    public void heard(String messageId) {
        update("last_user_message_id", messageId, StateChange.heard(messageId));
    }

    /// Remembers that the agent may ask a model from now on: it shows in the statistics before it is
    /// asked.
    public void know(String usageId, String modelName) {
        locked(() -> {
            if (!state.stats().usageToMetrics().containsKey(usageId)) {
                change(StateChange.known(usageId, modelName));
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
            change(StateChange.used(usage));
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

    /// Gives the conversation its title. No event tells of it.
    public void title(String title) {
        locked(() -> change(StateChange.titled(title)));
    }

    /// Shows an event to those who watch now; it is not stored.
    public void publish(Event event) {
        locked(() -> feed.publish(frame(event)));
    }

    /// Shows the whole state to those who watch now.
    public void publishFullState() {
        locked(() -> feed.publish(fullState()));
    }

    /// The whole state as a frame.
    public Frame fullState() {
        return frame(ConversationStateUpdateEvent.of(
                ConversationStateUpdateEvent.FULL_STATE, codec.shownState(state)));
    }

    /// Adds a watcher. Under the same lock, `seen` is told how many events came before the first that
    /// the watcher gets; those it has to read itself.
    public Subscription<Frame> subscribe(Subscriber<Frame> watcher, Consumer<Long> seen) {
        return locked(() -> {
            seen.accept(log.appendedEvents());
            return feed.subscribe(watcher);
        });
    }

    /// What the agent has before it: the active branch. Read from the log when it is first asked for,
    /// without the lock; what is appended meanwhile waits in `late`.
    public Branch branch() {
        branchLock.lock();
        try {
            if (branch == null) {
                var leaf = locked(() -> {
                    late = new ArrayList<>();
                    return Optional.ofNullable(state.leafEventId());
                });
                awaitDurable();
                var read = Branch.read(log, codec, leaf);
                locked(() -> {
                    late.forEach(read::add);
                    late = null;
                    branch = read;
                });
            }
            return branch;
        } finally {
            branchLock.unlock();
        }
    }

    /// Waits until all that was appended so far survives a loss of power.
    ///
    /// @throws agentserver.event.log.LogFailure when the disk refuses
    public void awaitDurable() {
        awaitDurable(position);
    }

    public void awaitDurable(long upTo) {
        try {
            log.durable(upTo);
        } catch (InterruptedException _) { // whoever waits is to stop; the record itself is in the log
            Thread.currentThread().interrupt();
            throw new InterruptedWait();
        }
    }

    /// The thread was told to stop while it waited for the disk.
    public static final class InterruptedWait extends RuntimeException {
        InterruptedWait() {
            super("interrupted while waiting for the disk", null, false, false);
        }
    }

    private void update(String key, Object value, StateChange change) {
        append(ConversationStateUpdateEvent.of(key, codec.tree(value)), Optional.of(change));
    }

    private Event append(Event event, Optional<StateChange> change) {
        return locked(() -> {
            var stamped = event.stamped(times.next(), parent());
            var json = codec.event(stamped);
            var record = LogRecord.event(json);
            position = log.append(change.map(codec::change).map(record::andChange).orElse(record));
            change.ifPresent(this::apply);
            if (!(stamped instanceof ConversationStateUpdateEvent)) {
                moveHead(stamped);
            }
            feed.publish(new Frame(position, json, true));
            return stamped;
        });
    }

    private void change(StateChange change) {
        position = log.append(LogRecord.change(codec.change(change)));
        apply(change);
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
        if (branch != null) {
            branch.add(event);
        } else if (late != null) {
            late.add(event);
        }
    }

    private String parent() {
        if (state.leafEventId() == null && state.headIsEmpty()) {
            return Event.ROOT;
        }
        return state.leafEventId();
    }

    private Frame frame(Event event) {
        return new Frame(position, codec.event(event.stamped(times.next(), null)), false);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public void close() {
        feed.close();
        log.close();
    }
}
