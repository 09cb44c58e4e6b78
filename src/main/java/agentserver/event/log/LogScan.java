package agentserver.event.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Finds the records of a log, front to back. Who opens a log and who mends it see the same ones.
///
/// What may have gone wrong, and what is done: the last line lacks its end (a torn write, never
/// acknowledged): it is no record, unless it is whole but for the end. A byte was changed: that line
/// fails its check. A line's end was changed: two records stand on one line, and both are found. A
/// byte became a line's end: one record stands on two lines, both of which fail. Zeros or rubbish
/// before a record: the record is found. Used by one thread, once.
final class LogScan {

    /// Bytes of the file.
    ///
    /// @param buffer holds them, until the next ones are read
    /// @param offset where they are in the file
    record Stretch(byte[] buffer, int from, int to, long offset) {

        int length() {
            return to - from;
        }

        byte[] bytes() {
            return Arrays.copyOfRange(buffer, from, to);
        }
    }

    /// Takes what is found, in the order of the file.
    interface Finder {

        /// Takes a record that is whole.
        ///
        /// @return whether it counts: otherwise it is damage, and what is in it is looked at
        boolean record(RecordLine line, Stretch stretch);

        /// Takes what is no record.
        void damage(Stretch stretch);

        /// Takes what stands where a record's line should end; nothing at the end of the file.
        default void badEnd(Stretch stretch) {}

        /// Takes what is not finished at the end of the file.
        default void torn(Stretch stretch) {}
    }

    private static final int BUFFER_BYTES = 1 << 20;

    private final Path file;
    private final Finder finder;
    private byte[] buffer;
    private long bufferOffset; // where the buffer's first byte is in the file
    private long end;
    private boolean needsLineEnd;

    /// @param from where a record begins
    LogScan(Path file, long from, Finder finder) {
        this.file = file;
        this.finder = finder;
        bufferOffset = from;
    }

    /// Reads the file.
    void run() throws IOException {
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

    /// How long the file is without its torn tail.
    long end() {
        return end;
    }

    /// Whether a line's end has to be written at [#end].
    boolean needsLineEnd() {
        return needsLineEnd;
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
        if (isRecord(from, to)) {
            return;
        }
        for (var start = next(from, to); start >= 0; start = next(start, to)) {
            if (RecordLine.decode(buffer, start, to).isPresent()) {
                if (isRecord(from, start - 1)) { // only the end between them is gone
                    finder.badEnd(stretch(start - 1, start));
                } else {
                    finder.damage(stretch(from, start));
                }
                line(start, to);
                return;
            }
        }
        finder.damage(stretch(from, to));
    }

    private int next(int from, int to) {
        return RecordLine.nextStart(buffer, from + 1, to);
    }

    /// Takes what follows the last line's end; returns how many bytes of it stay.
    private int tail(int used) {
        if (used == 0) {
            return 0;
        }
        if (isRecord(0, used)) {
            return ended(used, used);
        }
        if (isRecord(0, used - 1)) { // its end was changed into something else
            return ended(used - 1, used);
        }
        if (next(0, used) < 0) {
            finder.torn(stretch(0, used));
            return 0;
        }
        line(0, used); // more than one record: not just a torn write
        return ended(used, used);
    }

    private int ended(int from, int to) {
        needsLineEnd = true;
        finder.badEnd(stretch(from, to));
        return from;
    }

    private boolean isRecord(int from, int to) {
        return RecordLine.decode(buffer, from, to)
                .filter(line -> finder.record(line, stretch(from, to))).isPresent();
    }

    private Stretch stretch(int from, int to) {
        return new Stretch(buffer, from, to, bufferOffset + from);
    }
}
