package agentserver.event.log;

import agentserver.base.store.AtomicFile;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// What was known of a log when it was so long, in a file beside it: who opens the log reads that, and
/// of the log only what came later.
///
/// It is a help and no more: the log alone says everything. So it counts only when it is whole and the
/// log is the one it was made of: as long at least, and with the very record at its end that stood there
/// then, by position, length and checksum. Otherwise the log is read from its beginning, as it is
/// where there is no such file, and where something in it is damaged: none is written then.
///
/// What it covers is not looked at again when the log is opened, so it keeps the checksum of each
/// event, and each read compares it. A check of the log (`fsck`) reads the log and does not ask here.
///
/// The file: `AGLOGIX1`, then with [ByteSink] the position, the events, the log's length, the last
/// record's length and checksum, the owner's notes and the index; last the CRC-32C of all that.
public final class LogCheckpoint {

    /// How much of a log it covers.
    ///
    /// @param position of the last record
    /// @param events   how many events there are
    /// @param bytes    how long the log is with that record
    public record Extent(long position, long events, long bytes) {}

    private static final byte[] MAGIC = "AGLOGIX1".getBytes(StandardCharsets.US_ASCII);
    private static final int SUM_BYTES = 4;
    private static final int WINDOW_BYTES = 64 << 10;
    private static final Logger LOG = System.getLogger(LogCheckpoint.class.getName());

    /// The end of a log: where its last record begins, and the checksum of that line.
    private record LastLine(long start, int sum) {}

    private final Extent extent;
    private final EventIndex index;
    private final byte[] notes;
    private final int fileBytes;

    private LogCheckpoint(Extent extent, EventIndex index, byte[] notes, int fileBytes) {
        this.extent = extent;
        this.index = index;
        this.notes = notes;
        this.fileBytes = fileBytes;
    }

    /// Reads a checkpoint, if there is one that can be trusted.
    ///
    /// @param atMost the position that it must not be beyond: what the owner knows otherwise
    public static Optional<LogCheckpoint> read(Path file, Path log, long atMost) {
        try {
            var bytes = Files.readAllBytes(file);
            return isWhole(bytes) ? parse(bytes, log, atMost) : refused(file);
        } catch (NoSuchFileException _) { // not written yet
            return Optional.empty();
        } catch (IOException | IndexOutOfBoundsException e) {
            return refused(file);
        }
    }

    private static Optional<LogCheckpoint> refused(Path file) {
        LOG.log(Level.WARNING, "{0} can''t be used: the log is read instead", file);
        return Optional.empty();
    }

    /// Whether a file is a checkpoint, as far as its own checksum tells.
    ///
    /// @throws IOException when it can't be read
    public static boolean isWhole(Path file) throws IOException {
        return isWhole(Files.readAllBytes(file));
    }

    private static boolean isWhole(byte[] bytes) {
        var end = bytes.length - SUM_BYTES;
        return end >= MAGIC.length
                && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                && new ByteSource(bytes, end, bytes.length).fixed() == sum(bytes, 0, end);
    }

    private static Optional<LogCheckpoint> parse(byte[] bytes, Path log, long atMost)
            throws IOException {
        var in = new ByteSource(bytes, MAGIC.length, bytes.length - SUM_BYTES);
        var extent = new Extent(in.number(), in.number(), in.number());
        var last = new LastLine(extent.bytes() - in.number(), in.fixed());
        if (extent.position() > atMost || !isIn(log, extent, last)) {
            return Optional.empty();
        }
        var notes = in.bytes();
        var index = new EventIndex();
        index.read(in, (int) extent.events());
        return Optional.of(new LogCheckpoint(extent, index, notes, bytes.length));
    }

    private static boolean isIn(Path log, Extent extent, LastLine last) throws IOException {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            if (last.start() < 0 || last.start() >= extent.bytes()
                    || file.length() < extent.bytes()) {
                return false;
            }
            var line = read(file, last.start(), extent.bytes());
            return line[line.length - 1] == '\n' && sum(line, 0, line.length) == last.sum()
                    && RecordLine.decode(line, 0, line.length - 1)
                            .filter(record -> record.seq() == extent.position()).isPresent();
        }
    }

    /// Replaces a checkpoint. It is on the disk when this returns.
    ///
    /// @param log   on the disk as far as `extent` goes, where a record ends
    /// @param index may have more events by now
    /// @return how long the file is
    /// @throws IOException when it can't be written, or the log does not end there; then nothing has
    ///         changed
    static int write(Path file, Path log, Extent extent, EventIndex index, byte[] notes)
            throws IOException {
        var last = lastLine(log, extent.bytes());
        var body = new ByteSink();
        body.number(extent.position());
        body.number(extent.events());
        body.number(extent.bytes());
        body.number(extent.bytes() - last.start());
        body.fixed(last.sum());
        body.bytes(notes);
        index.write(body, (int) extent.events());
        var content = body.toByteArray();
        var bytes = Arrays.copyOf(MAGIC, MAGIC.length + content.length + SUM_BYTES);
        System.arraycopy(content, 0, bytes, MAGIC.length, content.length);
        var end = bytes.length - SUM_BYTES;
        var sum = new ByteSink();
        sum.fixed(sum(bytes, 0, end));
        System.arraycopy(sum.toByteArray(), 0, bytes, end, SUM_BYTES);
        AtomicFile.writePrivate(file, bytes);
        return bytes.length;
    }

    Extent extent() {
        return extent;
    }

    EventIndex index() {
        return index;
    }

    /// What the owner of the log has to know of the records that it covers.
    public byte[] notes() {
        return notes.clone();
    }

    /// How long the log was.
    public long logBytes() {
        return extent.bytes();
    }

    /// How long the file is.
    public int fileBytes() {
        return fileBytes;
    }

    private static LastLine lastLine(Path log, long end) throws IOException {
        try (var file = new RandomAccessFile(log.toFile(), "r")) {
            for (var window = (long) WINDOW_BYTES; ; window *= 2) {
                var from = Math.max(0, end - window);
                var bytes = read(file, from, end);
                var start = bytes.length - 1;
                while (start > 0 && bytes[start - 1] != '\n') {
                    start--;
                }
                if (start > 0 || from == 0) {
                    return new LastLine(from + start, sum(bytes, start, bytes.length));
                }
            }
        }
    }

    private static byte[] read(RandomAccessFile file, long from, long to) throws IOException {
        if (to <= from || to - from > Integer.MAX_VALUE) {
            throw new EOFException("no record ends there");
        }
        var bytes = new byte[(int) (to - from)];
        file.seek(from);
        file.readFully(bytes);
        return bytes;
    }

    private static int sum(byte[] bytes, int from, int to) {
        var crc = new CRC32C();
        crc.update(bytes, from, to - from);
        return (int) crc.getValue();
    }
}
