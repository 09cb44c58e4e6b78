package agentserver.event.log;

import agentserver.base.store.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Reads a log once, front to back, or what is behind a checkpoint of it: fills the index, replays
/// changes, keeps what is damaged. What counts as a record says [LogScan].
final class LogLoader implements LogScan.Finder {

    private static final int MAX_KEPT_BYTES = 1 << 16;

    private final Path file;
    private final EventIndex index;
    private final Replay replay;
    private final LogScan scan;
    private final List<LoadReport.Damage> damaged = new ArrayList<>();
    private final StringBuilder setAside = new StringBuilder();
    private long lastSeq;
    private long records;

    /// @param checkpoint whose index is taken, and filled
    LogLoader(Path file, Optional<LogCheckpoint> checkpoint, Replay replay) {
        this.file = file;
        this.index = checkpoint.map(LogCheckpoint::index).orElseGet(EventIndex::new);
        this.replay = replay;
        var known = checkpoint.map(LogCheckpoint::extent);
        lastSeq = known.map(LogCheckpoint.Extent::position).orElse(0L);
        scan = new LogScan(file, known.map(LogCheckpoint.Extent::bytes).orElse(0L), this);
    }

    /// Reads the file.
    void load() throws IOException {
        scan.run();
    }

    EventIndex index() {
        return index;
    }

    long lastSeq() {
        return lastSeq;
    }

    /// How long the file is without its torn tail.
    long end() {
        return scan.end();
    }

    /// Whether a line's end has to be written at [#end].
    boolean needsLineEnd() {
        return scan.needsLineEnd();
    }

    LoadReport report(long fileBytes) {
        return new LoadReport(records, Math.max(0, fileBytes - end()), damaged);
    }

    /// Keeps what is damaged in a file of its own, one JSON object a line.
    void setAside() throws IOException {
        if (damaged.isEmpty()) {
            return;
        }
        var bytes = setAside.toString().getBytes(StandardCharsets.US_ASCII);
        var aside = file.resolveSibling(file.getFileName() + ".damaged");
        if (Files.notExists(aside) || !Arrays.equals(Files.readAllBytes(aside), bytes)) {
            AtomicFile.write(aside, bytes);
        }
    }

    @Override
    public boolean record(RecordLine line, LogScan.Stretch stretch) {
        if (line.seq() <= lastSeq || !isNew(line, stretch)) {
            return false;
        }
        lastSeq = line.seq();
        records++;
        if (!line.others().members().isEmpty()) {
            replay.record(line.seq(), index.size(), line.others());
        }
        return true;
    }

    private boolean isNew(RecordLine line, LogScan.Stretch stretch) {
        Optional<EventFacts> event = line.event();
        return event.isEmpty() || index.add(event.get(), line.seq(), new EventIndex.Place(
                stretch.offset() + line.eventOffset(), line.eventBytes(), EventReader.sum(
                        stretch.buffer(), stretch.from() + line.eventOffset(),
                        line.eventBytes())));
    }

    @Override
    public void damage(LogScan.Stretch stretch) {
        damaged.add(new LoadReport.Damage(stretch.offset(), stretch.length()));
        var bytes = Arrays.copyOfRange(stretch.buffer(), stretch.from(),
                Math.min(stretch.to(), stretch.from() + MAX_KEPT_BYTES));
        setAside.append("{\"offset\":").append(stretch.offset())
                .append(",\"length\":").append(stretch.length())
                .append(",\"base64\":\"").append(Base64.getEncoder().encodeToString(bytes))
                .append("\"}\n");
    }
}
