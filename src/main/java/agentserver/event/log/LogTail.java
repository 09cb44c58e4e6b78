package agentserver.event.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads a log, or only its end, without opening it: builds no index and changes nothing.
public final class LogTail {

    /// Takes the records, oldest first.
    @FunctionalInterface
    public interface Reader {

        /// @param position its sequence number
        /// @param event    what is known of its event
        /// @param record   all its members but the event
        void record(long position, Optional<EventHeader> event, LogRecord record);
    }

    private static final int MAX_BYTES = 8 << 20;

    private LogTail() {}

    /// Reads from a record's beginning to the end. What is not finished there is left out. The file
    /// is synced first, so that nothing is told that a loss of power would take back.
    ///
    /// @param offset of the record's first byte
    /// @return how far it read, in bytes; empty when something in between is damaged, or it is more
    ///         than 8 MiB: then the log has to be opened
    /// @throws IOException when there is no such file, or it can't be read
    public static OptionalLong read(Path file, long offset, Reader reader) throws IOException {
        var bytes = bytes(file, offset);
        if (bytes.isEmpty()) {
            return OptionalLong.empty();
        }
        var tail = bytes.get();
        var from = 0;
        for (var i = 0; i < tail.length; i++) {
            if (tail[i] != '\n') {
                continue;
            }
            var record = RecordLine.decode(tail, from, i);
            if (record.isEmpty()) {
                return OptionalLong.empty();
            }
            reader.record(record.get().seq(), record.get().event().map(LogTail::header),
                    record.get().others());
            from = i + 1;
        }
        return OptionalLong.of(offset + from);
    }

    private static Optional<byte[]> bytes(Path file, long offset) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var size = channel.size() - offset;
            if (size < 0 || size > MAX_BYTES) {
                return Optional.empty();
            }
            channel.force(false);
            var buffer = ByteBuffer.allocate((int) size);
            while (buffer.hasRemaining()
                    && channel.read(buffer, offset + buffer.position()) >= 0) {
                continue;
            }
            return Optional.of(Arrays.copyOf(buffer.array(), buffer.position()));
        }
    }

    private static EventHeader header(EventFacts facts) {
        return new EventHeader(
                facts.id(), facts.kind(), facts.source(), facts.timestamp(), facts.parentId());
    }
}
