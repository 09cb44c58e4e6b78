package agentserver.conversation.disk;

import agentserver.conversation.journal.Answers;
import agentserver.conversation.journal.Snapshot;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.StateChange;
import agentserver.conversation.state.StateCodec;
import agentserver.event.log.EventHeader;
import agentserver.event.log.EventLog;
import agentserver.event.log.EventTimestamps;
import agentserver.event.log.LogRecord;
import agentserver.event.log.Replay;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;

/// Adds up what a log says, starting from a snapshot or from nothing. Used by one thread.
final class LogReplay implements Replay {

    private static final Logger LOG = System.getLogger(LogReplay.class.getName());
    private static final String NO_NODE = "ConversationStateUpdateEvent"; // no part of the tree

    private final StateCodec codec;
    private final Answers answers = new Answers();
    private final long from;
    private final long savedBytes;
    private ConversationState state; // null until the log has told where it begins
    private ConversationMeta meta;
    private long headAfter; // what `state` says of HEAD is of this position

    LogReplay(StateCodec codec, Optional<Snapshot> snapshot) {
        this.codec = codec;
        from = snapshot.map(Snapshot::position).orElse(0L);
        savedBytes = snapshot.map(Snapshot::sizeBytes).orElse(0L);
        snapshot.ifPresent(known -> {
            known.keys().forEach(answers::openedWith);
            state = known.state();
            meta = known.meta();
            headAfter = known.position();
        });
    }

    @Override
    public void record(long position, long events, LogRecord record) {
        take(position, record);
    }

    /// Takes a record.
    void take(long position, LogRecord record) {
        answers.take(record, record.event().isEmpty());
        record.change().filter(_ -> position > from).flatMap(json -> change(position, json))
                .filter(it -> state != null || it instanceof StateChange.Created)
                .ifPresent(it -> {
                    state = it.appliedTo(state);
                    meta = it.appliedTo(meta);
                    headAfter = movesHead(it) ? position : headAfter;
                });
    }

    private Optional<StateChange> change(long position, byte[] json) {
        try {
            return Optional.of(codec.change(
                    json, Optional.ofNullable(state).map(ConversationState::id)));
        } catch (UncheckedIOException e) { // of a later version: the rest of the log still counts
            LOG.log(Level.WARNING, "change " + position + " of a log is not understood", e);
            return Optional.empty();
        }
    }

    private static boolean movesHead(StateChange change) {
        return change instanceof StateChange.Created || change instanceof StateChange.HeadMoved;
    }

    /// Takes an event, before the change that comes with it. Only for logs that are not opened.
    void event(EventHeader event, EventTimestamps times) {
        if (state != null) {
            head(event, times);
        }
    }

    /// Looks for HEAD among the events of an open log.
    void findHead(EventLog log, EventTimestamps times) {
        if (state == null) {
            return;
        }
        for (var index = log.eventCount() - 1;
                index >= 0 && log.position(index) > headAfter; index--) {
            if (!log.header(index).kind().equals(NO_NODE)) {
                head(log.header(index), times);
                return;
            }
        }
        if (state.leafEventId() != null && !log.contains(state.leafEventId())) {
            beforeLost(log, state.leafEventId()).ifPresent(event -> head(event, times));
        }
    }

    /// The last event that is there before one that is not: that one's place was before those which
    /// follow it, and before what told that it is HEAD.
    private Optional<EventHeader> beforeLost(EventLog log, String lost) {
        var last = Optional.<EventHeader>empty();
        for (var index = 0L;
                index < log.eventCount() && log.position(index) <= headAfter; index++) {
            var event = log.header(index);
            if (event.parentId().equals(Optional.of(lost))) {
                break;
            }
            last = event.kind().equals(NO_NODE) ? last : Optional.of(event);
        }
        return last;
    }

    private void head(EventHeader event, EventTimestamps times) {
        if (event.kind().equals(NO_NODE)) {
            return;
        }
        state = state.with(draft -> {
            draft.leafEventId = event.id();
            draft.headIsEmpty = false;
        });
        times.instant(event.timestamp()).filter(time -> time.isAfter(meta.updatedAt()))
                .ifPresent(time -> meta = meta.updated(time));
    }

    /// Whether the log told what the conversation is.
    boolean isWhole() {
        return state != null;
    }

    ConversationState state() {
        return state;
    }

    ConversationMeta meta() {
        return meta;
    }

    /// How long the log was at the snapshot that it started from.
    long savedBytes() {
        return savedBytes;
    }

    Answers answers() {
        return answers;
    }
}
