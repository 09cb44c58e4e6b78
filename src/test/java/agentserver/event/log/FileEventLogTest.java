package agentserver.event.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.fault.Fault;
import agentserver.base.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class FileEventLogTest {

    @TempDir
    Path directory;
    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("events.log");
    }

    @Test
    void appendedEventsAreReadBackInAnyRange() throws Exception {
        try (var log = open()) {
            fill(log, 10);

            assertEquals(10, log.eventCount());
            assertArrayEquals(Events.json(3), log.event(3));
            var middle = log.events(4, 3);
            assertEquals(3, middle.size());
            assertArrayEquals(Events.json(6), middle.get(2));
            assertArrayEquals(Events.json(9), log.events(List.of(9L, 0L)).get(0));
            assertEquals(2, log.events(8, 50).size());
            assertEquals(List.of(), log.events(10, 5));
            assertEquals(List.of(), log.events(Long.MAX_VALUE, 5));
            assertThrows(IndexOutOfBoundsException.class, () -> log.event(10));
            assertThrows(IndexOutOfBoundsException.class, () -> log.header(-1));
        }
    }

    @Test
    void closedLogSendsItsReadersAndWritersBack() throws Exception {
        var log = open();
        fill(log, 3);
        log.close();
        log.close();

        assertThrows(Fault.NotReady.class, () -> log.event(1));
        assertThrows(Fault.NotReady.class, () -> log.header(1));
        assertThrows(Fault.NotReady.class, () -> log.indexOf(Events.id(1)));
        assertThrows(Fault.NotReady.class, () -> log.contains(Events.id(1)));
        assertThrows(Fault.NotReady.class, () -> log.append(LogRecord.event(Events.json(3))));
        log.durable(log.durablePosition());
    }

    @Test
    void interruptedCloseLeavesNothingUnsynced() throws Exception {
        var log = open();
        for (var i = 0; i < 3; i++) {
            log.append(LogRecord.event(Events.json(i)));
        }
        Thread.currentThread().interrupt();

        log.close();

        assertTrue(Thread.interrupted());
        assertEquals(3, log.durablePosition());
    }

    @Test
    void everythingIsThereAgainAfterAReopen() throws Exception {
        try (var log = open()) {
            fill(log, 100);
        }

        try (var log = open()) {
            assertEquals(100, log.eventCount());
            assertEquals(100, log.durablePosition());
            assertArrayEquals(Events.json(99), log.event(99));
            assertEquals(new LoadReport(100, 0, List.of()), log.loadReport());
            assertEquals(101, log.append(LogRecord.event(Events.json(100))));
        }
    }

    @Test
    void headersTellWhatIsKnownWithoutReading() throws Exception {
        try (var log = open()) {
            append(log, "{\"id\":\"odd id\",\"kind\":\"A\",\"source\":\"user\"}");
            append(log, "{\"id\":\"" + Events.id(1) + "\",\"kind\":\"B\",\"source\":\"hook\","
                    + "\"timestamp\":\"2026-01-31T12:34:56\",\"parent_id\":\"odd id\"}");
            append(log, "{\"id\":\"c\",\"kind\":\"B\",\"source\":\"hook\","
                    + "\"nested\":{\"id\":\"z\"},"
                    + "\"timestamp\":\"2026-01-31T12:34:56.000001\",\"parent_id\":\"__root__\"}");
            append(log, "{\"id\":\"d\",\"parent_id\":\"nobody\"}");

            assertEquals(new EventHeader("odd id", "A", "user", "", Optional.empty()),
                    log.header(0));
            assertEquals(new EventHeader(Events.id(1), "B", "hook", "2026-01-31T12:34:56",
                    Optional.of("odd id")), log.header(1));
            assertEquals("2026-01-31T12:34:56.000001", log.header(2).timestamp());
            assertEquals(Optional.of("nobody"), log.header(3).parentId());
            assertEquals(OptionalLong.empty(), log.parent(0));
            assertEquals(OptionalLong.of(0), log.parent(1));
            assertEquals(OptionalLong.empty(), log.parent(2));
            assertEquals(OptionalLong.of(2), log.parent(3), "a lost parent");
            assertEquals(OptionalLong.of(2), log.indexOf("c"));
            assertEquals(OptionalLong.empty(), log.indexOf("z"));
        }
    }

    @Test
    void nothingIsReadBeforeItIsDurable() throws Exception {
        try (var log = open()) {
            var position = log.append(LogRecord.event(Events.json(0)));

            assertEquals(0, log.eventCount());
            assertEquals(1, log.appendedEvents());
            assertTrue(log.contains(Events.id(0)));
            assertEquals(OptionalLong.empty(), log.indexOf(Events.id(0)));
            log.durable(position);
            assertEquals(OptionalLong.of(0), log.indexOf(Events.id(0)));
        }
    }

    @Test
    void changesAndUnknownMembersAreReplayedInOrder() throws Exception {
        try (var log = open()) {
            log.append(LogRecord.change(bytes("{\"a\":1}")));
            log.append(LogRecord.event(Events.json(0)));
            log.append(LogRecord.event(Events.json(1)).andChange(bytes("{\"a\":2}"))
                    .with("key", bytes("\"k\"")).with("answer", bytes("[1,{\"b\":null}]"))
                    .with("n", bytes("-12.5e3")).with("t", bytes("true")));
        }
        var seen = new ArrayList<String>();

        try (var log = FileEventLog.open(file, (position, events, record) -> {
            var line = new StringBuilder(position + " " + events);
            record.members().forEach((name, json) ->
                    line.append(' ').append(name).append('=').append(text(json)));
            seen.add(line.toString());
        }, EventLog.Limits.DEFAULT)) {
            assertArrayEquals(Events.json(1), log.event(1));
        }

        assertEquals(List.of("1 0 change={\"a\":1}",
                "3 2 change={\"a\":2} key=\"k\" answer=[1,{\"b\":null}] n=-12.5e3 t=true"), seen);
    }

    @Test
    void everyLineIsJsonWithItsSequenceNumber() throws Exception {
        try (var log = open()) {
            fill(log, 3);
        }

        var lines = Files.readAllLines(file);

        for (var i = 0; i < 3; i++) {
            var line = Json.lenient().readTree(lines.get(i));
            assertEquals(i + 1, line.get("seq").asInt());
            assertTrue(line.get("sum").asText().matches("[0-9a-f]{8}"));
            assertEquals(Events.id(i), line.get("event").get("id").asText());
        }
    }

    @Test
    void sameIdTwiceIsAConflict() throws Exception {
        try (var log = open()) {
            fill(log, 1);

            assertThrows(Fault.Conflict.class,
                    () -> log.append(LogRecord.event(Events.json(0))));
            assertEquals(1, log.appendedEvents());
        }
    }

    @Test
    void whatWouldBreakTheFileIsRefused() throws Exception {
        try (var log = FileEventLog.open(
                file, Replay.NOTHING, new EventLog.Limits(1_000, Duration.ofMinutes(1)))) {
            assertThrows(Fault.TooLarge.class, () -> log.append(LogRecord.event(
                    Events.json("a", 1, "null", "x".repeat(1_000)))));
            for (var wrong : List.of("{\"id\":\n\"a\"}", "{}", "[]", "\"text\"", "{\"id\":", "")) {
                assertThrows(IllegalArgumentException.class,
                        () -> log.append(LogRecord.event(bytes(wrong))), wrong);
            }
            assertThrows(IllegalArgumentException.class,
                    () -> LogRecord.change(bytes("{}")).with("seq", bytes("1")));
            fill(log, 1);
        }
        try (var log = open()) {
            assertEquals(new LoadReport(1, 0, List.of()), log.loadReport());
        }
    }

    @Test
    void interruptedThreadsDoNoHarmToTheFile() throws Exception {
        try (var log = open()) {
            for (var i = 0; i < 50; i++) {
                var number = i;
                var thread = Thread.startVirtualThread(() -> {
                    Thread.currentThread().interrupt();
                    log.append(LogRecord.event(Events.json(number)));
                    assertThrows(InterruptedException.class, () -> log.durable(number + 1));
                });
                thread.join();
            }

            log.durable(50);

            assertEquals(50, log.eventCount());
            assertArrayEquals(Events.json(49), log.event(49));
        }
    }

    @Test
    void largeRecordsAndManyKindsAreFine() throws Exception {
        var large = Events.json("large", 0, "null", "ä".repeat(3 << 20));
        try (var log = open()) {
            append(log, "{\"id\":\"small\"}");
            log.append(LogRecord.event(large));
            for (var i = 0; i < 300; i++) {
                append(log, "{\"id\":\"" + i + "\",\"kind\":\"Kind" + i + "\"}");
            }
        }

        try (var log = open()) {
            assertArrayEquals(large, log.event(1));
            assertEquals("Kind299", log.header(301).kind());
        }
    }

    private EventLog open() throws IOException {
        return FileEventLog.open(file, Replay.NOTHING, EventLog.Limits.DEFAULT);
    }

    private static void fill(EventLog log, int count) throws InterruptedException {
        for (var i = 0; i < count; i++) {
            log.append(LogRecord.event(Events.json(i)));
        }
        log.durable(count);
    }

    private static void append(EventLog log, String json) throws InterruptedException {
        log.durable(log.append(LogRecord.event(bytes(json))));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void directoryThatIsMissingIsAnError() {
        assertFalse(Files.exists(file));
        assertThrows(IOException.class, () -> FileEventLog.open(
                directory.resolve("no/events.log"), Replay.NOTHING, EventLog.Limits.DEFAULT));
    }
}
