package agentserver.event.log;

import agentserver.base.store.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Reads a log once, front to back, or what is behind a checkpoint of it: fills the index, replays
/// changes, finds what is damaged.
///
/// What may have gone wrong, and what is done: the last line lacks its end (a torn write, never
/// acknowledged): it is cut, unless it is whole but for the end. A byte was changed: that line
/// fails its check. A line's end was changed: two records stand on one line, and both are found. A
/// byte became a line's end: one record stands on two lines, both of which fail. Zeros or rubbish
/// before a record: the record is found.
final class LogLoader {

    private static final int BUFFER_BYTES = 1 << 20;
    private static final int MAX_KEPT_BYTES = 1 << 16;

    private final Path file;
    private final EventIndex index;
    private final Replay replay;
    private final List<LoadReport.Damage> damaged = new ArrayList<>();
    private final StringBuilder setAside = new StringBuilder();
    private byte[] buffer;
    private long bufferOffset; // where the buffer's first byte is in the file
    private long lastSeq;
    private long records;
    private long end;
    private boolean needsLineEnd;

    /// @param checkpoint whose index is taken, and filled
    LogLoader(Path file, Optional<LogCheckpoint> checkpoint, Replay replay) {
        this.file = file;
        this.index = checkpoint.map(LogCheckpoint::index).orElseGet(EventIndex::new);
        this.replay = replay;
        checkpoint.map(LogCheckpoint::extent).ifPresent(known -> {
            bufferOffset = known.bytes();
            lastSeq = known.position();
        });
    }

    /// Reads the file.
    void load() throws IOException {
        buffer = new byte[Math.clamp(Files.size(file) - bufferOffset + 1, 1, BUFFER_BYTES)];
        var used = 0;
        try (var in = Files.newInputStream(file)) {
            in.skipNBytes(bufferOffset);
            for (var read = fill(in, used); read > 0; read = fill(in, used)) {
                used = lines(used + read);
            }
        }
        end = bufferOffset + tail(used);
        buffer = null;
    }

    EventIndex index() {
        return index;
    }

    long lastSeq() {
        return lastSeq;
    }

    /// How long the file is without its torn tail.
    long end() {
        return end;
    }

    /// Whether a line's end has to be written at [#end].
    boolean needsLineEnd() {
        return needsLineEnd;
    }

    LoadReport report(long fileBytes) {
        return new LoadReport(records, Math.max(0, fileBytes - end), damaged);
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

    private int fill(InputStream in, int used) throws IOException {
        if (used == buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.multiplyExact(buffer.length, 2));
        }
        return in.read(buffer, used, buffer.length - used);
    }

    /// Takes the complete lines of the buffer; returns how many bytes are left at its front.
    private int lines(int used) {
        var from = 0;
        for (var i = lineEnd(0, used); i >= 0; i = lineEnd(from, used)) {
            line(from, i);
            from = i + 1;
        }
        System.arraycopy(buffer, from, buffer, 0, used - from);
        bufferOffset += from;
        return used - from;
    }

    private int lineEnd(int from, int to) {
        for (var i = from; i < to; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void line(int from, int to) {
        if (accept(from, to)) {
            return;
        }
        for (var start = next(from, to); start >= 0; start = next(start, to)) {
            if (RecordLine.decode(buffer, start, to).isPresent()) {
                if (!accept(from, start - 1)) { // two records, if only the end between them is gone
                    damage(from, start);
                }
                line(start, to);
                return;
            }
        }
        damage(from, to);
    }

    private int next(int from, int to) {
        return RecordLine.nextStart(buffer, from + 1, to);
    }

    /// Takes what follows the last line's end; returns how many bytes of it stay.
    private int tail(int used) {
        if (used == 0) {
            return 0;
        }
        if (accept(0, used)) {
            needsLineEnd = true;
            return used;
        }
        if (accept(0, used - 1)) { // its end was changed into something else
            needsLineEnd = true;
            return used - 1;
        }
        if (next(0, used) < 0) {
            return 0;
        }
        line(0, used); // more than one record: not just a torn write
        needsLineEnd = true;
        return used;
    }

    private boolean accept(int from, int to) {
        return RecordLine.decode(buffer, from, to).filter(line -> accept(line, from)).isPresent();
    }

    private boolean accept(RecordLine line, int from) {
        if (line.seq() <= lastSeq || !isNew(line, from)) {
            return false;
        }
        lastSeq = line.seq();
        records++;
        if (!line.others().members().isEmpty()) {
            replay.record(line.seq(), index.size(), line.others());
        }
        return true;
    }

    private boolean isNew(RecordLine line, int from) {
        Optional<EventFacts> event = line.event();
        return event.isEmpty() || index.add(event.get(), line.seq(), new EventIndex.Place(
                bufferOffset + from + line.eventOffset(), line.eventBytes(),
                EventReader.sum(buffer, from + line.eventOffset(), line.eventBytes())));
    }

    private void damage(int from, int to) {
        damaged.add(new LoadReport.Damage(bufferOffset + from, to - from));
        var bytes = Arrays.copyOfRange(buffer, from, Math.min(to, from + MAX_KEPT_BYTES));
        setAside.append("{\"offset\":").append(bufferOffset + from)
                .append(",\"length\":").append(to - from)
                .append(",\"base64\":\"").append(Base64.getEncoder().encodeToString(bytes))
                .append("\"}\n");
    }
}
