package agentserver.event.log;

import agentserver.event.log.LogCheck.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Copies the records of a log that count when it is opened, says what is wrong with the rest, and puts
/// a note where some are missing. Used by one thread, once.
final class LogCopy implements LogScan.Finder {

    private static final String ROOT = "__root__";
    private static final String LOST = "lost";

    private final long position;
    private final OutputStream whole;
    private final OutputStream aside;
    private final List<LogCheck.Finding> findings = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private LogCheckpoint.Extent known = new LogCheckpoint.Extent(0, 0, 0);
    private long lastSeq;
    private long records;
    private long written;
    private Optional<LogCheck.Finding> duplicate = Optional.empty(); // the last that was refused
    private boolean knowsOfLoss;

    /// @param position up to which [LogCheck.Report#known] goes
    /// @param whole    gets the records
    /// @param aside    gets what is none, one JSON object a line
    LogCopy(long position, OutputStream whole, OutputStream aside) {
        this.position = position;
        this.whole = whole;
        this.aside = aside;
    }

    /// Copies a log.
    ///
    /// @throws IOException when it can't be read, or the copy can't be written
    LogCheck.Report of(Path file) throws IOException {
        try {
            new LogScan(file, 0, this).run();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new LogCheck.Report(records, ids.size(), findings, lastSeq, known);
    }

    @Override
    public boolean record(RecordLine line, LogScan.Stretch stretch) {
        if (line.seq() <= lastSeq) {
            return false;
        }
        if (line.event().isPresent() && !ids.add(line.event().get().id())) {
            duplicate = Optional.of(new LogCheck.Finding(Kind.DUPLICATE_ID, stretch.offset(),
                    "event " + line.event().get().id()));
            return false;
        }
        noteGap(line, stretch);
        noteParent(line, stretch);
        write(stretch.bytes(), whole);
        write(new byte[] {'\n'}, whole);
        written += stretch.length() + 1;
        lastSeq = line.seq();
        records++;
        if (lastSeq <= position) {
            known = new LogCheckpoint.Extent(lastSeq, ids.size(), written);
        }
        return true;
    }

    @Override
    public void damage(LogScan.Stretch stretch) {
        findings.add(duplicate.filter(found -> found.offset() == stretch.offset())
                .orElseGet(() -> new LogCheck.Finding(
                        Kind.DAMAGED, stretch.offset(), stretch.length() + " bytes")));
        setAside(stretch);
    }

    @Override
    public void badEnd(LogScan.Stretch stretch) {
        if (stretch.length() == 0) {
            find(Kind.TORN_TAIL, stretch, "the last line lacks its end");
        } else {
            find(Kind.DAMAGED, stretch, "the end of a line");
            setAside(stretch);
        }
    }

    @Override
    public void torn(LogScan.Stretch stretch) {
        find(Kind.TORN_TAIL, stretch, stretch.length() + " bytes");
        setAside(stretch);
    }

    private void noteGap(RecordLine record, LogScan.Stretch stretch) {
        var missing = record.seq() - lastSeq - 1;
        if (record.others().member(LOST).isPresent()) {
            knowsOfLoss = true;
            return;
        }
        if (missing > 0) {
            find(Kind.GAP, stretch, missing + " records before number " + record.seq());
            knowsOfLoss = true;
            var note = "{\"records\":" + missing + "}";
            var line = RecordLine.encode(record.seq() - 1, LogRecord.empty()
                    .with(LOST, note.getBytes(StandardCharsets.US_ASCII))).bytes();
            write(line, whole);
            written += line.length;
        }
    }

    /// Where records are known to be lost, so are parents.
    private void noteParent(RecordLine record, LogScan.Stretch stretch) {
        record.event().filter(event -> event.parentId().isPresent()).ifPresent(event -> {
            var parent = event.parentId().get();
            if (!parent.equals(ROOT) && !ids.contains(parent) && !knowsOfLoss) {
                find(Kind.LOST_PARENT, stretch,
                        "event " + event.id() + " follows an unknown one");
            }
        });
    }

    private void setAside(LogScan.Stretch stretch) {
        var note = "{\"offset\":" + stretch.offset() + ",\"length\":" + stretch.length()
                + ",\"base64\":\"" + Base64.getEncoder().encodeToString(stretch.bytes()) + "\"}\n";
        write(note.getBytes(StandardCharsets.US_ASCII), aside);
    }

    private static void write(byte[] bytes, OutputStream to) {
        try {
            to.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void find(Kind kind, LogScan.Stretch stretch, String text) {
        findings.add(new LogCheck.Finding(kind, stretch.offset(), text));
    }
}
