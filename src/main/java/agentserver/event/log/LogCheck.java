package agentserver.event.log;

import agentserver.base.store.Directories;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

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
    /// @param last     the position of the last record
    /// @param known    how much of the log, once mended, the records up to the asked position are
    public record Report(long records, long events, List<Finding> findings, long last,
            LogCheckpoint.Extent known) {

        public Report {
            findings = List.copyOf(findings);
        }
    }

    private LogCheck() {}

    /// Looks, and changes nothing.
    ///
    /// @throws IOException when the file can't be read
    public static Report check(Path file) throws IOException {
        return check(file, 0);
    }

    /// The same.
    ///
    /// @param position up to which [Report#known] goes
    /// @throws IOException when the file can't be read
    public static Report check(Path file, long position) throws IOException {
        return new LogCopy(position, OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream()).of(file);
    }

    /// Writes the log anew without what is wrong. Nobody may have it open. Records keep their positions.
    /// It is on the disk when this returns; after a crash it is the old or the new one.
    ///
    /// @return what was wrong
    /// @throws IOException when it can't be read or written; then it is as it was
    public static Report repair(Path file) throws IOException {
        var fresh = file.resolveSibling(file.getFileName() + ".repaired");
        var aside = new ByteArrayOutputStream();
        Report report;
        try (var out = new BufferedOutputStream(Files.newOutputStream(fresh))) {
            report = new LogCopy(0, out, aside).of(file);
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
}
