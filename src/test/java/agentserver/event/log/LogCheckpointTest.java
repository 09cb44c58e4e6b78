package agentserver.event.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.fault.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCheckpointTest {

    private static final int COVERED = 300;
    private static final int ALL = 310;
    private static final byte[] NOTES = {1, 2, 3};

    @TempDir
    private Path directory;
    private Path file;
    private Path checkpoint;

    /// A log of all sorts of events, and a checkpoint of most of it.
    @BeforeEach
    void write() throws Exception {
        file = directory.resolve("events.log");
        checkpoint = directory.resolve("events.index");
        try (var log = open(Optional.empty())) {
            append(log, 0, COVERED);
            var extent = extent(log);
            append(log, COVERED, ALL);
            assertTrue(log.checkpoint(checkpoint, extent, NOTES) > 0);
        }
    }

    private FileEventLog open(Optional<LogCheckpoint> known) throws IOException {
        return FileEventLog.open(file, known, Replay.NOTHING, EventLog.Limits.DEFAULT);
    }

    private static LogCheckpoint.Extent extent(EventLog log) {
        return new LogCheckpoint.Extent(
                log.durablePosition(), log.eventCount(), log.sizeBytes());
    }

    private Optional<LogCheckpoint> read() {
        return LogCheckpoint.read(checkpoint, file, Long.MAX_VALUE);
    }

    private static void append(EventLog log, int from, int to) throws Exception {
        for (var i = from; i < to; i++) {
            log.append(LogRecord.event(json(i)));
        }
        log.durable(log.append(LogRecord.change("{\"n\":1}".getBytes())));
    }

    private static byte[] json(int i) {
        return switch (i % 7) {
            case 1 -> Events.json("odd-" + i, i, "\"__root__\"", "x");
            case 2 -> Events.json(Events.id(i), i, "\"not here\"", "");
            case 3 -> ("{\"id\":\"" + Events.id(i) + "\",\"kind\":\"K" + i
                    + "\",\"timestamp\":\"once\"}").getBytes();
            case 4 -> ("{\"id\":\"" + Events.id(i) + "\"}").getBytes();
            default -> Events.json(i);
        };
    }

    @Test
    void openingWithACheckpointFindsTheSame() throws Exception {
        try (var whole = open(Optional.empty())) {
            try (var quick = open(read())) {
                assertEquals(whole.eventCount(), quick.eventCount());
                assertEquals(whole.durablePosition(), quick.durablePosition());
                assertEquals(whole.sizeBytes(), quick.sizeBytes());
                for (var i = 0; i < ALL; i++) {
                    assertEquals(whole.header(i), quick.header(i));
                    assertEquals(whole.parent(i), quick.parent(i));
                    assertEquals(whole.position(i), quick.position(i));
                    assertEquals(i, quick.indexOf(whole.header(i).id()).orElseThrow());
                    assertArrayEquals(json(i), quick.event(i));
                }
                assertThrows(Fault.Conflict.class, () -> quick.append(LogRecord.event(json(0))));
            }
        }
        assertArrayEquals(NOTES, read().orElseThrow().notes());
    }

    @Test
    void onlyWhatIsBehindItIsReplayed() throws Exception {
        var replayed = new ArrayList<Long>();
        FileEventLog.open(file, read(), (position, _, _) -> replayed.add(position),
                EventLog.Limits.DEFAULT).close();

        assertEquals(List.of(ALL + 2L), replayed);
    }

    @Test
    void damageThatAnOpeningPassesOverIsNoticedByItsReaderAndByACheck() throws Exception {
        flip(file, 1_000);
        var known = read();
        assertTrue(known.isPresent());
        try (var log = open(known)) {
            var struck = (int) log.indexOf(struck()).orElseThrow();
            assertEquals(ALL, log.eventCount());
            assertArrayEquals(json(struck + 1), log.event(struck + 1));
            assertFalse(log.isDamaged());

            assertThrows(Fault.NotReady.class, () -> log.events(struck - 1, 3));

            assertTrue(log.isDamaged());
            assertEquals(0, log.checkpoint(checkpoint, extent(log), NOTES));
        }
        assertEquals(1, LogCheck.check(file).findings().stream()
                .filter(each -> each.kind() == LogCheck.Kind.DAMAGED).count());
        try (var log = open(Optional.empty())) {
            assertEquals(ALL - 1, log.eventCount());
            assertEquals(1, log.loadReport().damaged().size());
            assertEquals(0, log.checkpoint(checkpoint, extent(log), NOTES));
        }
    }

    /// The id of the event around byte 1,000, which is in its text or its facts.
    private String struck() throws IOException {
        try (var log = open(read())) {
            for (var i = 0; ; i++) {
                try {
                    log.event(i);
                } catch (Fault.NotReady _) {
                    return log.header(i).id();
                }
            }
        }
    }

    @Test
    void checkpointWithAnyByteChangedIsNotUsed() throws Exception {
        var bytes = Files.readAllBytes(checkpoint);
        for (var at = 0; at < bytes.length; at += at < 100 ? 1 : 97) {
            var changed = bytes.clone();
            changed[at] ^= 4;
            Files.write(checkpoint, changed);
            assertTrue(read().isEmpty(), "byte " + at);
            assertFalse(LogCheckpoint.isWhole(checkpoint), "byte " + at);
        }
        for (var length = 0; length < bytes.length; length += 101) {
            Files.write(checkpoint, Arrays.copyOf(bytes, length));
            assertTrue(read().isEmpty(), "cut at " + length);
        }
        Files.delete(checkpoint);
        assertTrue(read().isEmpty());
    }

    @Test
    void checkpointOfAnotherLogIsNotUsed() throws Exception {
        var covered = (int) read().orElseThrow().logBytes();
        var whole = Files.readAllBytes(file);

        Files.write(file, Arrays.copyOf(whole, covered - 1));
        assertTrue(read().isEmpty(), "a log that is shorter");
        Files.write(file, Arrays.copyOf(whole, covered));
        assertTrue(read().isPresent(), "a log that ends there");
        flip(file, covered - 20);
        assertTrue(read().isEmpty(), "another record at its end");
        Files.delete(file);
        assertTrue(read().isEmpty(), "no log");
    }

    @Test
    void checkpointBeyondWhatItsOwnerKnowsIsNotUsed() {
        assertTrue(LogCheckpoint.read(checkpoint, file, COVERED).isEmpty());
        assertTrue(LogCheckpoint.read(checkpoint, file, COVERED + 1).isPresent());
    }

    @Test
    void tornEndBehindACheckpointIsCut() throws Exception {
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 9));

        try (var log = open(read())) {
            assertEquals(ALL, log.eventCount());
            assertTrue(log.loadReport().cutBytes() > 0);
            log.durable(log.append(LogRecord.event(Events.json(9_999))));
        }
        assertEquals(List.of(), LogCheck.check(file).findings().stream()
                .filter(each -> each.kind() != LogCheck.Kind.LOST_PARENT).toList());
    }

    private static void flip(Path file, int at) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
