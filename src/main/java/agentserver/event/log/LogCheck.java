package agentserver.event.log;

import agentserver.base.store.Directories;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Looks at every record of a log and says what is wrong, and can write the log anew without that.
///
/// A server that opens the log needs no repair: it cuts an unfinished end, and passes over what is
/// damaged, each time anew. A repair takes the damage out, keeps its bytes in `NAME.damaged`, and puts
/// a record in its place that says how many were lost:
///
/// ```json
/// {"seq":7,"sum":"…","lost":{"records":2}}
/// ```
public final class LogCheck {

    /// What can be wrong.
    public enum Kind {
        /// The last line is not finished: what was being written when the machine stopped.
        TORN_TAIL,
        /// A line fails its check.
        DAMAGED,
        /// Records are missing.
        GAP,
        /// An event has the id of an earlier one.
        DUPLICATE_ID,
        /// The event before an event is not there.
        LOST_PARENT
    }

    /// Something that is wrong.
    ///
    /// @param offset where, in bytes
    /// @param text   what, for people
    public record Finding(Kind kind, long offset, String text) {}

    /// @param findings in the order of the file
    public record Report(long records, long events, List<Finding> findings) {

        public Report {
            findings = List.copyOf(findings);
        }
    }

    private static final String ROOT = "__root__";
    private static final String LOST = "lost";

    private final Path file;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();
    private long offset;
    private long lastSeq;
    private long records;
    private boolean knowsOfLoss;

    private LogCheck(Path file) {
        this.file = file;
    }

    /// Looks, and changes nothing.
    ///
    /// @throws IOException when the file can't be read
    public static Report check(Path file) throws IOException {
        return new LogCheck(file).run(OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream());
    }

    /// Writes the log anew without what is wrong. Nobody may have it open. It is on the disk when this
    /// returns; after a crash it is the old or the new one.
    ///
    /// @return what was wrong
    /// @throws IOException when it can't be read or written; then it is as it was
    public static Report repair(Path file) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".repaired");
        var aside = new ByteArrayOutputStream();
        Report report;
        try (var out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
            report = new LogCheck(file).run(out, aside);
        }
        if (aside.size() > 0) {
            var damaged = file.resolveSibling(file.getFileName() + ".damaged");
            Files.write(damaged, aside.toByteArray(),
                    StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            sync(damaged);
        }
        sync(fresh);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Directories.sync(file.toAbsolutePath().getParent());
        return report;
    }

    private static void sync(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private Report run(OutputStream whole, OutputStream damaged) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (var line = line(in); line.length > 0; line = line(in)) {
                take(line, whole, damaged);
                offset += line.length;
            }
        }
        return new Report(records, ids.size(), findings);
    }

    /// The next line with its end, if it has one; nothing at the end of the file.
    private static byte[] line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (var next = in.read(); next >= 0; next = in.read()) {
            line.write(next);
            if (next == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }

    private void take(byte[] line, OutputStream whole, OutputStream damaged) throws IOException {
        var isEnded = line[line.length - 1] == '\n';
        var length = isEnded ? line.length - 1 : line.length;
        var record = RecordLine.decode(line, 0, length);
        if (record.isEmpty() || record.get().seq() <= lastSeq) {
            find(isEnded ? Kind.DAMAGED : Kind.TORN_TAIL, line.length + " bytes");
            setAside(line, damaged);
            return;
        }
        if (isDuplicate(record.get())) {
            find(Kind.DUPLICATE_ID, "event " + record.get().event().orElseThrow().id());
            setAside(line, damaged);
            return;
        }
        var seq = record.get().seq();
        noteGap(record.get(), whole);
        noteParent(record.get());
        whole.write(line, 0, length);
        whole.write('\n');
        if (!isEnded) {
            find(Kind.TORN_TAIL, "the last line lacks its end");
        }
        lastSeq = seq;
        records++;
    }

    private boolean isDuplicate(RecordLine record) {
        return record.event().isPresent() && !ids.add(record.event().get().id());
    }

    private void noteGap(RecordLine record, OutputStream whole) throws IOException {
        var missing = record.seq() - lastSeq - 1;
        if (record.others().member(LOST).isPresent()) {
            knowsOfLoss = true;
            return;
        }
        if (missing > 0) {
            find(Kind.GAP, missing + " records before number " + record.seq());
            knowsOfLoss = true;
            var note = "{\"records\":" + missing + "}";
            whole.write(RecordLine.encode(record.seq() - 1, LogRecord.empty()
                    .with(LOST, note.getBytes(StandardCharsets.US_ASCII))).bytes());
        }
    }

    /// Where records are known to be lost, so are parents.
    private void noteParent(RecordLine record) {
        record.event().filter(event -> event.parentId().isPresent()).ifPresent(event -> {
            var parent = event.parentId().get();
            if (!parent.equals(ROOT) && !ids.contains(parent) && !knowsOfLoss) {
                find(Kind.LOST_PARENT, "event " + event.id() + " follows an unknown one");
            }
        });
    }

    private void setAside(byte[] line, OutputStream damaged) throws IOException {
        var note = "{\"offset\":" + offset + ",\"length\":" + line.length + ",\"base64\":\""
                + Base64.getEncoder().encodeToString(line) + "\"}\n";
        damaged.write(note.getBytes(StandardCharsets.US_ASCII));
    }

    private void find(Kind kind, String text) {
        findings.add(new Finding(kind, offset, text));
    }
}
