package agentserver.event.log;

import agentserver.base.fault.Fault;
import agentserver.base.store.Directories;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;

/// An [EventLog] in one file; the format is in `package-info`.
///
/// Two marks say how far the log goes: `written` moves with every append, under the lock `writing`;
/// `durable` follows after each sync. Readers look only below `durable`, so they need no lock but
/// the index's. A mark is published after the index entries it covers, and both are volatile.
///
/// **A write that fails** may leave part of a line behind `written`. The record is not in the log;
/// the next append cuts the file back first, and a load would cut that tail too.
///
/// **A sync that fails** is worse: Linux then takes the pages for clean, and a second sync would
/// succeed without having written them. So the lines since `durable` are kept in memory until they
/// are durable, and after a failure the next round writes them again before it syncs. Meanwhile
/// appends make a round of their own first, so that a broken disk is noticed and memory does not
/// grow.
///
/// Rejected: one journal for all conversations (fast, but a second copy of every byte), and a
/// channel shared with readers (an interrupted reader would close it).
public final class FileEventLog implements EventLog {

    /// How far the log goes.
    private record Mark(long position, int events, long bytes) {}

    private static final Logger LOG = System.getLogger(FileEventLog.class.getName());

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Path path;
    private final LogFile file;
    private final Limits limits;
    private volatile EventIndex index;
    private final LoadReport report;
    private final GroupCommit commit;
    private final ReentrantLock writing = new ReentrantLock();
    private final ArrayDeque<byte[]> notDurable = new ArrayDeque<>(); // guarded by writing
    private volatile Mark written;
    private volatile Mark durable;
    private volatile boolean syncFailed;
    private volatile boolean damaged;
    private volatile boolean closed;
    private boolean ending; // guarded by writing: no more records, but those that are there are synced
    private boolean torn; // guarded by writing

    FileEventLog(Path path, LogFile file, Replay replay, Limits limits) throws IOException {
        this(path, file, Optional.empty(), replay, limits);
    }

    private FileEventLog(Path path, LogFile file, Optional<LogCheckpoint> checkpoint,
            Replay replay, Limits limits) throws IOException {
        this.path = path;
        this.file = file;
        this.limits = limits;
        var loader = new LogLoader(path, checkpoint, replay);
        index = loader.index();
        loader.load();
        report = loader.report(Files.size(path));
        if (file instanceof FrozenLogFile) {
            written = durable = new Mark(loader.lastSeq(), index.size(), loader.end());
        } else {
            written = durable = repair(loader);
            loader.setAside();
        }
        commit = new GroupCommit(new GroupCommit.Source() {
            @Override
            public void sync() throws IOException {
                FileEventLog.this.sync();
            }

            @Override
            public long durablePosition() {
                return durable.position();
            }
        }, limits.sync());
    }

    /// Opens a log, making it when there is none; its directory must exist. Reads all of it once.
    ///
    /// Only one may be open for a file at a time: the owner sees to that.
    ///
    /// @throws IOException when the file can't be read, made or repaired
    public static EventLog open(Path path, Replay replay, Limits limits) throws IOException {
        return open(path, Optional.empty(), replay, limits);
    }

    /// The same, reading only what is behind a checkpoint.
    ///
    /// @param replay gets the records behind it
    public static FileEventLog open(Path path, Optional<LogCheckpoint> checkpoint, Replay replay,
            Limits limits) throws IOException {
        var isNew = Files.notExists(path);
        var file = new DiskLogFile(path);
        try {
            if (isNew) {
                Directories.sync(path.toAbsolutePath().getParent());
            }
            return new FileEventLog(path, file, checkpoint, replay, limits);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /// Opens a log for reading alone, whoever owns it: changes nothing, shows what is whole now.
    ///
    /// @throws IOException when there is none, or it can't be read
    public static EventLog openReadOnly(Path path, Replay replay, Limits limits)
            throws IOException {
        return new FileEventLog(path, new FrozenLogFile(), replay, limits);
    }

    /// Cuts the torn tail, and syncs: what another process left unsynced must not be shown before.
    private Mark repair(LogLoader loader) throws IOException {
        var end = loader.end();
        if (end < Files.size(path)) {
            file.truncate(end);
        }
        if (loader.needsLineEnd()) {
            file.write(new byte[] {'\n'}, end++);
        }
        if (end > 0) {
            file.sync();
        }
        return new Mark(loader.lastSeq(), index.size(), end);
    }

    @Override
    public long append(LogRecord record) {
        if (syncFailed) {
            retrySync();
        }
        var event = record.event().map(EventFacts::of);
        writing.lock();
        try {
            if (ending) {
                throw putAway();
            }
            if (event.isPresent() && index.find(event.get().id()) >= 0) {
                throw new Fault.Conflict("there is an event of this id already");
            }
            var before = written;
            var line = RecordLine.encode(before.position() + 1, record);
            write(line.bytes(), before.bytes());
            event.ifPresent(facts -> index.add(
                    facts, before.position() + 1, EventReader.place(
                            record.event().orElseThrow(),
                            before.bytes() + line.eventOffset())));
            torn = false;
            notDurable.add(line.bytes());
            written = new Mark(
                    before.position() + 1, index.size(), before.bytes() + line.bytes().length);
            return written.position();
        } finally {
            writing.unlock();
        }
    }

    private void write(byte[] line, long offset) {
        if (line.length > limits.recordBytes()) {
            throw new Fault.TooLarge(limits.recordBytes());
        }
        try {
            if (torn) {
                file.truncate(offset);
            }
            torn = true; // until all of it is there
            file.write(line, offset);
        } catch (IOException e) {
            throw new LogFailure("the event can't be written to " + path.getFileName(), e);
        }
    }

    /// One round, for an append that must not add to what the disk refuses. Blocks like the disk.
    private void retrySync() {
        try {
            commit.await(written.position());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogFailure("interrupted while the disk refuses", new IOException(e));
        }
    }

    private void sync() throws IOException {
        var target = prepare();
        try {
            file.sync();
        } catch (IOException e) {
            syncFailed = true;
            throw e;
        }
        writing.lock();
        try {
            for (var i = durable.position(); i < target.position(); i++) {
                notDurable.remove();
            }
            durable = target;
        } finally {
            writing.unlock();
        }
    }

    private Mark prepare() throws IOException {
        writing.lock();
        try {
            if (closed) {
                throw new IOException("the log is closed");
            }
            if (syncFailed) {
                var offset = durable.bytes();
                for (var line : notDurable) {
                    file.write(line, offset);
                    offset += line.length;
                }
                syncFailed = false;
            }
            return written;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void durable(long position) throws InterruptedException {
        commit.await(position);
    }

    @Override
    public long durablePosition() {
        return durable.position();
    }

    @Override
    public long eventCount() {
        return durable.events();
    }

    @Override
    public long appendedEvents() {
        return written.events();
    }

    @Override
    public long sizeBytes() {
        return written.bytes();
    }

    @Override
    public boolean contains(String id) {
        return open().find(id) >= 0;
    }

    @Override
    public OptionalLong indexOf(String id) {
        var found = open().find(id);
        return found >= 0 && found < eventCount()
                ? OptionalLong.of(found)
                : OptionalLong.empty();
    }

    @Override
    public EventHeader header(long event) {
        return open().header(checked(event));
    }

    @Override
    public long position(long event) {
        return open().position(checked(event));
    }

    @Override
    public OptionalLong parent(long event) {
        return open().parent(checked(event));
    }

    @Override
    public byte[] event(long event) {
        return events(List.of(event)).getFirst();
    }

    @Override
    public List<byte[]> events(long from, int count) {
        var first = Math.max(0, from);
        var last = Math.min(eventCount(), Math.max(0, from) + Math.max(0, count));
        return events(LongStream.range(first, last).boxed().toList());
    }

    @Override
    public List<byte[]> events(List<Long> events) {
        var known = open();
        var places = events.stream().map(event -> known.place(checked(event))).toList();
        try {
            return EventReader.read(path, places);
        } catch (EventReader.Damaged e) {
            damaged = true;
            LOG.log(Level.ERROR, "{0}: {1}", path, e.getMessage());
            throw new Fault.NotReady(
                    "an event is damaged; the conversation is read anew without it", RETRY_AFTER);
        } catch (IOException e) {
            throw new LogFailure("the log " + path.getFileName() + " can't be read", e);
        }
    }

    @Override
    public LoadReport loadReport() {
        return report;
    }

    @Override
    public boolean isDamaged() {
        return damaged;
    }

    /// Writes a checkpoint, unless something of the log is damaged, or it is closed.
    ///
    /// @param extent durable already
    /// @param notes  what [LogCheckpoint#notes] is to say
    /// @return how long the file is; 0 when it was not written
    /// @throws IOException when it can't be written; the one before it stays
    public int checkpoint(Path target, LogCheckpoint.Extent extent, byte[] notes)
            throws IOException {
        var known = index;
        return closed || damaged || !report.damaged().isEmpty()
                ? 0
                : LogCheckpoint.write(target, path, extent, known, notes);
    }

    private int checked(long event) {
        return (int) Objects.checkIndex(event, eventCount());
    }

    /// The index of a log that is open: one that is closed later is still whole.
    private EventIndex open() {
        var known = index;
        if (closed) {
            throw putAway();
        }
        return known;
    }

    private static Fault putAway() {
        return new Fault.NotReady("the conversation is being put away", RETRY_AFTER);
    }

    /// Nothing is added from here on, so what is there now is all that has to be synced.
    private boolean end() {
        writing.lock();
        try {
            ending = true;
            return !closed;
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void close() {
        try {
            if (end()) {
                commit.awaitAnyway(written.position());
            }
        } catch (LogFailure e) {
            LOG.log(Level.ERROR, path + ": the last records may be lost", e);
        }
        writing.lock();
        try {
            if (!closed) {
                closed = true;
                index = new EventIndex(); // the old one's memory goes
                notDurable.clear();
                file.close();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, path + " did not close", e);
        } finally {
            writing.unlock();
        }
    }
}
