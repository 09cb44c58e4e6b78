package agentserver.conversation.disk;

import agentserver.conversation.journal.Answered;
import agentserver.conversation.journal.Answers;
import agentserver.conversation.journal.Snapshot;
import agentserver.conversation.state.StateCodec;
import agentserver.event.log.FileEventLog;
import agentserver.event.log.LogCheckpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What is kept beside the log of an open conversation so that the next opening is short: the snapshot,
/// and, once the log is long, the checkpoint of its index, with the answers that are remembered.
///
/// A checkpoint is written after the snapshot and never goes beyond it; so it is no harm when one of
/// them is older. It costs what the log has events, so it is written only when the log has grown by a
/// good part of that since the last one. Used by one thread at a time.
final class SavedState {

    /// The checkpoint's file.
    static final String CHECKPOINT = "events.index";
    private static final long GROWN_BYTES = 64 << 10;
    private static final int GROWN_SHARE = 4; // a byte is written again as often, at most
    private static final Logger LOG = System.getLogger(SavedState.class.getName());

    private final StateCodec codec;
    private final SnapshotFile snapshots;
    private final Path checkpoint;
    private final FileEventLog log;
    private volatile long savedBytes;
    private volatile long indexedBytes; // how long the log was at the last checkpoint
    private volatile long indexBytes; // how long that was

    /// @param savedBytes how long the log was at the snapshot that there is
    /// @param known      the checkpoint that the log was opened with
    SavedState(Path directory, StateCodec codec, FileEventLog log, long savedBytes,
            Optional<LogCheckpoint> known) {
        this.codec = codec;
        snapshots = new SnapshotFile(directory, codec);
        checkpoint = directory.resolve(CHECKPOINT);
        this.log = log;
        this.savedBytes = savedBytes;
        indexedBytes = known.map(LogCheckpoint::logBytes).orElse(0L);
        indexBytes = known.map(LogCheckpoint::fileBytes).orElse(0);
    }

    /// The checkpoint of a log, if it can be used beside this snapshot.
    ///
    /// @param answers given those that the checkpoint has
    static Optional<LogCheckpoint> checkpoint(
            Path directory, Optional<Snapshot> snapshot, Answers answers) {
        var found = snapshot.flatMap(known -> LogCheckpoint.read(
                directory.resolve(CHECKPOINT), directory.resolve(DiskConversations.LOG_FILE),
                known.position()));
        found.ifPresent(known -> new String(known.notes(), StandardCharsets.ISO_8859_1).lines()
                .map(line -> line.getBytes(StandardCharsets.ISO_8859_1))
                .map(Answered::of).forEach(answers::add));
        return found;
    }

    /// Keeps a snapshot, all of which is durable, and a checkpoint, if one is due.
    ///
    /// @throws IOException when one of them can't be written
    void write(Snapshot snapshot) throws IOException {
        savedBytes = snapshot.sizeBytes();
        if (codec.lacksSecrets(snapshot.state().id())) { // the log has them, for the right key
            return;
        }
        snapshots.write(snapshot);
        if (!isCheckpointDue(savedBytes)) {
            return;
        }
        var extent = new LogCheckpoint.Extent(
                snapshot.position(), snapshot.events(), snapshot.sizeBytes());
        indexBytes = log.checkpoint(checkpoint, extent, notes(snapshot));
        indexedBytes = snapshot.sizeBytes();
    }

    private boolean isCheckpointDue(long logBytes) {
        return logBytes - indexedBytes >= Math.max(GROWN_BYTES, indexBytes / GROWN_SHARE);
    }

    private static byte[] notes(Snapshot snapshot) {
        var lines = new ByteArrayOutputStream();
        for (var answered : snapshot.answers()) {
            lines.writeBytes(answered.json());
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    /// How long the log was when what is due was last saved.
    long savedBytes() {
        return isCheckpointDue(savedBytes) ? indexedBytes : savedBytes;
    }

    /// What damage was found is to be looked for in the log itself: the next opening reads all of it.
    void end() {
        try {
            if (log.isDamaged()) {
                Files.deleteIfExists(checkpoint);
            }
        } catch (IOException e) { // the next reader finds the same
            LOG.log(Level.WARNING, checkpoint + " can't be removed", e);
        }
    }
}
