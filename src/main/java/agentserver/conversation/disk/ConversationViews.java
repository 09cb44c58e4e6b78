package agentserver.conversation.disk;

import agentserver.conversation.journal.ConversationView;
import agentserver.conversation.journal.Places;
import agentserver.conversation.journal.Snapshot;
import agentserver.conversation.layout.PythonLayout;
import agentserver.conversation.state.StateCodec;
import agentserver.event.log.EventLog;
import agentserver.event.log.EventTimestamps;
import agentserver.event.log.FileEventLog;
import agentserver.event.log.LogTail;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Looks at conversations without opening them: at the snapshot, and at what the log has beyond it.
/// Changes nothing, and does not care who has them open. Any thread may use it.
final class ConversationViews {

    private static final Logger LOG = System.getLogger(ConversationViews.class.getName());

    private final Places places;
    private final StateCodec codec;
    private final PythonLayout python;

    ConversationViews(Places places, StateCodec codec, PythonLayout python) {
        this.places = places;
        this.codec = codec;
        this.python = python;
    }

    /// Tells one version of a conversation's files from another; 0 when there is none.
    long mark(Path directory) {
        var size = directory.resolve(DiskConversations.LOG_FILE).toFile().length();
        return size > 0 ? size : -PythonLayout.mark(directory);
    }

    /// What a conversation is; one that nobody can read any more is in error.
    ///
    /// @return empty when there is none, or it was never made whole
    Optional<ConversationView> read(UUID id) {
        var directory = places.directory(id);
        var mark = mark(directory);
        if (mark == 0) {
            return Optional.empty();
        }
        try {
            return mark < 0
                    ? Optional.of(python(directory, mark))
                    : own(id, directory.resolve(DiskConversations.LOG_FILE));
        } catch (IOException | RuntimeException e) { // it is listed, whatever is wrong with it
            LOG.log(Level.WARNING, "conversation " + id + " can't be read", e);
            return Optional.of(damaged(id, mark));
        }
    }

    private ConversationView python(Path directory, long mark) throws IOException {
        var read = python.read(directory);
        return new ConversationView(read.state(), read.meta(), List.of(), mark);
    }

    private Optional<ConversationView> own(UUID id, Path log) throws IOException {
        var snapshot = new SnapshotFile(log.getParent(), codec).read()
                .filter(known -> known.sizeBytes() <= log.toFile().length());
        var replay = new LogReplay(codec, snapshot);
        var isCurrent = snapshot.isPresent() && snapshot.get().sizeBytes() == log.toFile().length();
        if (isCurrent) {
            return Optional.of(view(replay, snapshot.get().sizeBytes()));
        }
        var times = new EventTimestamps(places.clock(), places.offset());
        var end = LogTail.read(log, snapshot.map(Snapshot::sizeBytes).orElse(0L),
                (position, event, record) -> {
                    event.ifPresent(header -> replay.event(header, times));
                    replay.take(position, record);
                });
        if (end.isEmpty()) {
            return whole(id, log);
        }
        return replay.isWhole()
                ? Optional.of(view(replay, end.getAsLong()))
                : Optional.empty();
    }

    /// The long way, for a log that is damaged.
    private Optional<ConversationView> whole(UUID id, Path file) throws IOException {
        var snapshot = new SnapshotFile(file.getParent(), codec).read();
        var replay = new LogReplay(codec, snapshot);
        try (var log = FileEventLog.openReadOnly(file, replay, EventLog.Limits.DEFAULT)) {
            replay.findHead(log, new EventTimestamps(places.clock(), places.offset()));
            return Optional.of(replay.isWhole()
                    ? view(replay, log.sizeBytes())
                    : damaged(id, log.sizeBytes()));
        }
    }

    private static ConversationView view(LogReplay replay, long mark) {
        return new ConversationView(
                replay.state(), replay.meta(), replay.answers().opening(), mark);
    }

    private ConversationView damaged(UUID id, long mark) {
        return new ConversationView(
                DamagedConversation.state(id, places.shown(id), codec),
                DamagedConversation.meta(places.directory(id), codec), List.of(), mark);
    }

    /// Whether there is anything of a conversation.
    boolean exists(UUID id) {
        var directory = places.directory(id);
        return Files.exists(directory.resolve(DiskConversations.LOG_FILE))
                || PythonLayout.isIn(directory);
    }
}
