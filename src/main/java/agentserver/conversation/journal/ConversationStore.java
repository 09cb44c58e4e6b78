package agentserver.conversation.journal;

import agentserver.base.store.Directories;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.StartConversation;
import agentserver.conversation.state.StateChange;
import agentserver.conversation.state.StateCodec;
import agentserver.event.log.EventHeader;
import agentserver.event.log.EventLog;
import agentserver.event.log.EventTimestamps;
import agentserver.event.log.FileEventLog;
import agentserver.event.log.LogRecord;
import agentserver.workspace.WorkspaceDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/// The conversations on the disk: a directory each, named by the id in 32 hex digits, with the log in
/// it. Whoever calls it sees to it that one id is opened once.
public final class ConversationStore {

    public static final String LOG_FILE = "events.jsonl";

    private final Places places;
    private final StateCodec codec;

    public ConversationStore(Places places, StateCodec codec) {
        this.places = places;
        this.codec = codec;
    }

    public boolean exists(UUID id) {
        return Files.exists(file(id));
    }

    private Path file(UUID id) {
        return places.directory(id).resolve(LOG_FILE);
    }

    /// Makes a conversation. It is on the disk when this returns.
    ///
    /// @throws UncheckedIOException when it can't be
    public StoredConversation create(UUID id, StartConversation start) {
        WorkspaceDirectory.prepare(places.base(), start.workspace().workingDir());
        var state = ConversationState.initial(id, start, places.shown(id).toString());
        var meta = ConversationMeta.initial(start, places.clock().instant());
        var log = open(file(id), new Loading());
        try {
            var change = codec.change(StateChange.created(state, meta));
            log.durable(log.append(LogRecord.change(change)));
            return new StoredConversation(log, state, meta, timestamps(log));
        } catch (InterruptedException _) { // the request is over; the id may be asked for again
            log.close();
            Thread.currentThread().interrupt();
            throw new Journal.InterruptedWait();
        }
    }

    /// Opens a conversation.
    ///
    /// @return empty when there is none, or none that was ever made whole
    public Optional<StoredConversation> open(UUID id) {
        if (!exists(id)) {
            return Optional.empty();
        }
        var loading = new Loading();
        var log = open(file(id), loading);
        if (loading.state == null) {
            log.close();
            return Optional.empty();
        }
        var times = timestamps(log);
        var head = StoredConversation.head(log);
        var state = loading.state.with(
                draft -> draft.leafEventId = head.map(EventHeader::id).orElse(null));
        var meta = head.flatMap(event -> times.instant(event.timestamp()))
                .map(loading.meta::updated).orElse(loading.meta);
        return Optional.of(new StoredConversation(log, state, meta, times));
    }

    private EventLog open(Path file, Loading loading) {
        try {
            Directories.createPrivate(file.getParent());
            return FileEventLog.open(file, loading::take, EventLog.Limits.DEFAULT);
        } catch (IOException e) {
            throw new UncheckedIOException("the log " + file + " can't be opened", e);
        }
    }

    private EventTimestamps timestamps(EventLog log) {
        var times = new EventTimestamps(places.clock(), places.offset());
        if (log.eventCount() > 0) {
            times.after(log.header(log.eventCount() - 1).timestamp());
        }
        return times;
    }

    /// What the changes of a log add up to.
    private final class Loading {
        private ConversationState state;
        private ConversationMeta meta;

        void take(long position, long events, LogRecord record) {
            record.change().map(codec::change).ifPresent(change -> {
                state = change.appliedTo(state);
                meta = change.appliedTo(meta);
            });
        }
    }
}
