package agentserver.event.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventReaderTest {

    private static final int COUNT = 400;

    @TempDir
    private Path directory;
    private Path file;
    private final List<EventIndex.Place> places = new ArrayList<>();

    /// A file of texts of very different lengths, some longer than a window.
    @BeforeEach
    void fill() throws IOException {
        file = directory.resolve("events");
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < COUNT; i++) {
            all.write('\n');
            places.add(EventReader.place(text(i), all.size()));
            all.write(text(i));
        }
        Files.write(file, all.toByteArray());
    }

    @Test
    void aPageForwardsIsWhatWasWritten() throws IOException {
        assertRead(IntStream.range(0, COUNT).boxed().toList());
    }

    @Test
    void aPageBackwardsIsWhatWasWritten() throws IOException {
        assertRead(IntStream.range(0, COUNT).boxed().toList().reversed());
    }

    @Test
    void eventsFarApartAndInNoOrderAreFound() throws IOException {
        assertRead(List.of(300, 7, 399, 0, 50, 50, 100, 2, 398));
        assertRead(List.of(3, 399, 0));
    }

    @Test
    void eventWhoseBytesWereChangedIsRefused() throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[(int) places.get(7).offset() + 2] ^= 1;
        Files.write(file, bytes);

        assertRead(List.of(6, 8));
        assertThrows(EventReader.Damaged.class,
                () -> EventReader.read(file, List.of(places.get(6), places.get(7))));
    }

    @Test
    void noPlacesAreNoEvents() throws IOException {
        assertRead(List.of());
    }

    @Test
    void anEventBeyondTheEndOfTheFileIsAnError() {
        var beyond = new EventIndex.Place(places.getLast().end(), 1, 0);

        assertThrows(IOException.class, () -> EventReader.read(file, List.of(beyond)));
    }

    private void assertRead(List<Integer> numbers) throws IOException {
        var read = EventReader.read(file, numbers.stream().map(places::get).toList());

        assertEquals(numbers.size(), read.size());
        for (int i = 0; i < read.size(); i++) {
            assertArrayEquals(text(numbers.get(i)), read.get(i), "event " + numbers.get(i));
        }
    }

    private static byte[] text(int number) {
        int length = number % 50 == 2 ? 20_000 : 10 + number * 37 % 900;
        return ("event " + number + " ").repeat(length).substring(0, length)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
