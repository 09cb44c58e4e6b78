package agentserver.conversation.disk;

import agentserver.base.json.Json;
import agentserver.base.store.AtomicFile;
import agentserver.base.store.Directories;
import agentserver.conversation.journal.Answers;
import agentserver.conversation.layout.PythonLayout;
import agentserver.event.log.EventLog;
import agentserver.event.log.FileEventLog;
import agentserver.event.log.LogRecord;
import agentserver.event.log.Replay;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;

/// Removes secrets from all that is kept of one conversation, which must not be open meanwhile: members
/// of these names, wherever they stand in a change of the log or in the Python server's files.
///
/// The log is written anew under another name, synced, and renamed: after a crash it is there with them
/// or without. Each record keeps its position, so that clients can resume behind it.
final class SecretScrub {

    private static final int COPIED_AT_ONCE = 100;

    private final Json json;
    private final Path directory;
    private final Collection<String> names;

    SecretScrub(Json json, Path directory, Collection<String> names) {
        this.json = json;
        this.directory = directory;
        this.names = names;
    }

    /// What the log adds up to is removed first: it would not be of the new log, and have them too.
    void run() throws IOException {
        Files.deleteIfExists(directory.resolve(SavedState.CHECKPOINT));
        Files.deleteIfExists(directory.resolve(SnapshotFile.NAME));
        Directories.sync(directory);
        for (var name : PythonLayout.FILES) {
            var file = directory.resolve(name);
            if (Files.exists(file)) {
                var bytes = Files.readAllBytes(file);
                if (hasSome(bytes)) {
                    AtomicFile.writePrivate(file, scrubbed(bytes));
                }
            }
        }
        var file = directory.resolve(DiskConversations.LOG_FILE);
        if (Files.exists(file)) {
            scrub(file);
        }
        Directories.sync(directory);
    }

    private void scrub(Path file) throws IOException {
        var found = new AtomicBoolean();
        Replay looking = (_, _, record) ->
                found.compareAndSet(false, record.change().filter(this::hasSome).isPresent());
        try (var log = FileEventLog.openReadOnly(file, looking, EventLog.Limits.DEFAULT)) {
            if (found.get()) {
                var fresh = file.resolveSibling(file.getFileName() + ".scrubbing");
                Files.deleteIfExists(fresh);
                copy(file, log, fresh);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private void copy(Path file, EventLog log, Path to) throws IOException {
        try (var fresh = FileEventLog.open(to, Replay.NOTHING, EventLog.Limits.DEFAULT)) {
            var copy = new Copy(log, fresh);
            FileEventLog.openReadOnly(file, (position, events, record) -> {
                boolean isEvent = events > 0 && log.position(events - 1) == position;
                copy.events(isEvent ? events - 1 : events);
                copy.record(position, isEvent, record);
            }, EventLog.Limits.DEFAULT).close();
            copy.events(log.eventCount());
            fresh.durable(copy.last);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while secrets were removed", e);
        }
    }

    /// One log on its way into another; `next` is the index of the first event that is not there yet.
    private final class Copy {
        private final EventLog from;
        private final EventLog to;
        private long next;
        private long last;

        Copy(EventLog from, EventLog to) {
            this.from = from;
            this.to = to;
        }

        void events(long until) {
            while (next < until) {
                var some = from.events(next, (int) Math.min(COPIED_AT_ONCE, until - next));
                for (var event : some) {
                    append(from.position(next), LogRecord.event(event));
                    next++;
                }
            }
        }

        void record(long position, boolean isEvent, LogRecord record) {
            var copy = isEvent ? LogRecord.event(from.event(next++)) : LogRecord.empty();
            if (record.change().isPresent()) {
                copy = copy.andChange(scrubbed(record.change().get()));
            }
            if (record.member(Answers.MEMBER).isPresent()) {
                copy = copy.with(Answers.MEMBER, record.member(Answers.MEMBER).get());
            }
            append(position, copy);
        }

        private void append(long position, LogRecord record) {
            while (last < position - 1) { // there was damage
                last = to.append(LogRecord.empty());
            }
            last = to.append(record);
        }
    }

    private boolean hasSome(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.ISO_8859_1);
        return names.stream().anyMatch(name -> text.contains('"' + name + '"'));
    }

    private byte[] scrubbed(byte[] bytes) {
        try {
            var tree = json.strict().readTree(bytes);
            remove(tree);
            return json.strict().writeValueAsBytes(tree);
        } catch (IOException e) {
            throw new IllegalStateException("our own JSON can't be read", e);
        }
    }

    private void remove(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            object.remove(names);
        }
        tree.forEach(this::remove);
    }
}
