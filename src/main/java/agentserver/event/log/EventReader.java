package agentserver.event.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/// Reads the events of one page. Neighbours in the page are mostly neighbours in the file, forwards or
/// backwards, so it reads a window of the file at a time and cuts the events out of it: one call of the
/// kernel for some thirty events. Each is compared with its checksum. Used by one thread.
final class EventReader implements AutoCloseable {

    /// The bytes of an event are not what they were.
    static final class Damaged extends IOException {

        Damaged(EventIndex.Place place) {
            super("the event at " + place.offset() + " fails its check");
        }
    }

    private static final int WINDOW_BYTES = 16 << 10;

    private final FileChannel channel;
    private byte[] window = {};
    private long start; // of the window in the file

    private EventReader(Path path) throws IOException {
        channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    /// The events at these places, in their order.
    ///
    /// @throws Damaged when one of them fails its check
    static List<byte[]> read(Path path, List<EventIndex.Place> places) throws IOException {
        if (places.isEmpty()) {
            return List.of();
        }
        long low = Long.MAX_VALUE;
        long high = 0;
        for (var place : places) {
            low = Math.min(low, place.offset());
            high = Math.max(high, place.end());
        }
        boolean forwards = places.getFirst().offset() <= places.getLast().offset();
        try (var reader = new EventReader(path)) {
            var events = new ArrayList<byte[]>(places.size());
            for (var place : places) {
                if (!reader.has(place)) {
                    reader.load(
                            forwards ? place.offset() : Math.max(low, place.end() - WINDOW_BYTES),
                            forwards ? Math.min(high, place.offset() + WINDOW_BYTES) : place.end(),
                            place);
                }
                events.add(reader.cut(place));
            }
            return events;
        }
    }

    private boolean has(EventIndex.Place place) {
        return place.offset() >= start && place.end() <= start + window.length;
    }

    /// Reads from one position to before another, and all of one event, however long.
    private void load(long from, long to, EventIndex.Place whole) throws IOException {
        start = Math.min(from, whole.offset());
        var bytes = ByteBuffer.allocate((int) (Math.max(to, whole.end()) - start));
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, start + bytes.position()) < 0) {
                throw new IOException("the file ends before the event does");
            }
        }
        window = bytes.array();
    }

    private byte[] cut(EventIndex.Place place) throws Damaged {
        int from = (int) (place.offset() - start);
        if (sum(window, from, place.bytes()) != place.sum()) {
            throw new Damaged(place);
        }
        return Arrays.copyOfRange(window, from, from + place.bytes());
    }

    /// The place of an event that was written at an offset.
    static EventIndex.Place place(byte[] event, long offset) {
        return new EventIndex.Place(offset, event.length, sum(event, 0, event.length));
    }

    /// The checksum of an event's JSON.
    static int sum(byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
