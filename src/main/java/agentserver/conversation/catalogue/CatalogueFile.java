package agentserver.conversation.catalogue;

import agentserver.base.json.Once;
import agentserver.base.store.Directories;
import agentserver.base.store.LockFile;
import agentserver.event.log.EventLog;
import agentserver.event.log.FileEventLog;
import agentserver.event.log.LogFailure;
import agentserver.event.log.LogRecord;
import agentserver.event.log.Replay;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/// The catalogue on the disk: a log of entries, the last one of an id counts, of which a new one is
/// begun when most of it is outdated.
///
/// It saves reading every conversation at a start, and no more: nobody waits for it to be synced, a
/// part that is lost or damaged is read from the conversations again, and where it can't be written
/// the server works without it. Of several servers that share the directory, one writes it.
final class CatalogueFile implements AutoCloseable {

    static final String NAME = "catalogue.jsonl";
    private static final String LOCK = ".catalogue.lock";
    private static final String ENTRY = "entry";
    private static final String REMOVED = "removed";
    private static final int SPARE_RECORDS = 1_000;
    private static final Logger LOG = System.getLogger(CatalogueFile.class.getName());

    private final Path file;
    private final Once<ObjectReader> reader;
    private final Once<ObjectWriter> writer;
    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    private LockFile held; // null while another server writes the file
    private EventLog log; // null when it can't be written
    private long position;

    CatalogueFile(Path directory, Once<ObjectReader> reader, Once<ObjectWriter> writer) {
        file = directory.resolve(NAME);
        this.reader = reader;
        this.writer = writer;
    }

    /// Reads all entries, and makes ready to write.
    Map<UUID, CatalogueEntry> open() {
        lock.lock();
        try {
            held = LockFile.tryLock(file.resolveSibling(LOCK)).orElse(null);
            if (Files.notExists(file) && held == null) {
                return Map.of();
            }
            var entries = new HashMap<UUID, CatalogueEntry>();
            log = held == null
                    ? FileEventLog.openReadOnly(file, taking(entries), EventLog.Limits.DEFAULT)
                    : FileEventLog.open(file, taking(entries), EventLog.Limits.DEFAULT);
            position = log.durablePosition();
            if (held == null) {
                log.close();
                log = null;
            } else if (position > 2L * entries.size() + SPARE_RECORDS) {
                begin(entries.values());
            }
            return entries;
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "the catalogue of conversations can't be used; "
                    + "they are read one by one", e);
            return Map.of();
        } finally {
            lock.unlock();
        }
    }

    private Replay taking(Map<UUID, CatalogueEntry> entries) {
        return (_, _, record) -> {
            try {
                if (record.member(ENTRY).isPresent()) {
                    CatalogueEntry entry = reader.get().readValue(record.member(ENTRY).get());
                    entries.put(entry.id(), entry);
                } else if (record.member(REMOVED).isPresent()) {
                    var quoted = new String(
                            record.member(REMOVED).get(), StandardCharsets.US_ASCII);
                    entries.remove(UUID.fromString(quoted.substring(1, quoted.length() - 1)));
                }
            } catch (IOException | IllegalArgumentException _) {
                // an entry of another version: the conversation itself is read
            }
        };
    }

    /// Begins a new file with these entries alone.
    private void begin(Collection<CatalogueEntry> entries) throws IOException {
        var fresh = file.resolveSibling(NAME + ".new");
        Files.deleteIfExists(fresh);
        try (var next = FileEventLog.open(fresh, (_, _, _) -> {}, EventLog.Limits.DEFAULT)) {
            for (var entry : entries) {
                next.append(LogRecord.empty().with(ENTRY, json(entry)));
            }
        }
        log.close();
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Directories.sync(file.toAbsolutePath().getParent());
        log = FileEventLog.open(file, (_, _, _) -> {}, EventLog.Limits.DEFAULT);
        position = log.durablePosition();
    }

    private byte[] json(CatalogueEntry entry) {
        try {
            return writer.get().writeValueAsBytes(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("no JSON for a catalogue entry", e);
        }
    }

    void put(CatalogueEntry entry) {
        append(LogRecord.empty().with(ENTRY, json(entry)));
    }

    void remove(UUID id) {
        append(LogRecord.empty().with(
                REMOVED, ('"' + id.toString() + '"').getBytes(StandardCharsets.US_ASCII)));
    }

    private void append(LogRecord record) {
        lock.lock();
        try {
            if (log != null) {
                position = log.append(record);
            }
        } catch (LogFailure e) {
            LOG.log(Level.WARNING, "the catalogue of conversations can't be written: {0}",
                    String.valueOf(e.getCause()));
        } finally {
            lock.unlock();
        }
    }

    /// Brings what was written to the disk.
    void sync() throws InterruptedException {
        EventLog current;
        long upTo;
        lock.lock();
        try {
            current = log;
            upTo = position;
        } finally {
            lock.unlock();
        }
        if (current != null && current.durablePosition() < upTo) {
            try {
                current.durable(upTo);
            } catch (LogFailure e) {
                LOG.log(Level.DEBUG, "the catalogue of conversations is not on the disk", e);
            }
        }
    }

    /// Whether another server of the same directory writes the file.
    boolean isAnothers() {
        lock.lock();
        try {
            return held == null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (log != null) {
                log.close();
                log = null;
            }
            if (held != null) {
                held.close();
                held = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
