package agentserver.event.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedLogTest {

    private static final int EVENTS = 4;

    @TempDir
    Path directory;
    private Path file;
    private byte[] whole;
    private int lastLine;

    @BeforeEach
    void writeALog() throws Exception {
        file = directory.resolve("events.log");
        try (var log = open()) {
            for (var i = 0; i < EVENTS; i++) {
                log.append(LogRecord.event(Events.json(i)));
            }
            log.durable(EVENTS);
        }
        whole = Files.readAllBytes(file);
        lastLine = lineStart(EVENTS - 1);
    }

    @Test
    void logCutAnywhereInItsLastRecordLosesAtMostThat() throws IOException {
        for (var length = lastLine; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            try (var log = open()) {
                var isComplete = length >= whole.length - 1; // all but perhaps the line's end
                assertEquals(isComplete ? EVENTS : EVENTS - 1, log.eventCount(), "at " + length);
                assertEquals(List.of(), log.loadReport().damaged());
                log.append(LogRecord.event(Events.json("next", 9, "null", "")));
            }
            try (var log = open()) {
                assertTrue(log.contains("next"), "at " + length);
                assertEquals(0, log.loadReport().cutBytes());
                assertEquals(List.of(), log.loadReport().damaged());
            }
        }
    }

    @Test
    void flippedByteCostsAtMostItsRecord() throws IOException {
        for (var at = 0; at < whole.length; at++) {
            for (var flip : new int[] {1, 0x80, whole[at] ^ '\n'}) {
                if (flip != 0) {
                    checkFlip(at, flip);
                }
            }
        }
    }

    private void checkFlip(int at, int flip) throws IOException {
        var bytes = whole.clone();
        bytes[at] ^= (byte) flip;
        Files.write(file, bytes);
        var struck = record(at);
        try (var log = open()) {
            for (var i = 0; i < EVENTS; i++) {
                assertTrue(i == struck || log.contains(Events.id(i)),
                        "record " + i + ", byte " + at + " ^ " + flip);
            }
            for (var i = 0; i < log.eventCount(); i++) {
                var number = Integer.parseInt(log.header(i).id().substring(24), 16);
                assertArrayEquals(Events.json(number), log.event(i));
            }
        }
    }

    @Test
    void damagedRecordIsSetAsideReportedAndKeptInPlace() throws IOException {
        var bytes = whole.clone();
        bytes[lineStart(1) + 60] ^= 1;
        Files.write(file, bytes);

        for (var round = 0; round < 2; round++) {
            try (var log = open()) {
                assertEquals(EVENTS - 1, log.eventCount());
                var damage = new LoadReport.Damage(lineStart(1), lineStart(2) - lineStart(1) - 1);
                assertEquals(List.of(damage), log.loadReport().damaged());
                assertEquals(EVENTS, log.durablePosition());
            }
            var aside = Files.readAllLines(directory.resolve("events.log.damaged"));
            assertEquals(1, aside.size());
            assertTrue(aside.getFirst().startsWith("{\"offset\":" + lineStart(1) + ","));
        }
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    @Test
    void zerosFromAPowerCutAreNotARecord() throws IOException {
        var tail = new ByteArrayOutputStream();
        tail.writeBytes(whole);
        tail.writeBytes(new byte[4_000]);
        Files.write(file, tail.toByteArray());
        try (var log = open()) {
            assertEquals(EVENTS, log.eventCount());
            assertEquals(4_000, log.loadReport().cutBytes());
        }

        tail.writeBytes(RecordLine.encode(9, LogRecord.event(Events.json(9))).bytes());
        Files.write(file, tail.toByteArray());
        try (var log = open()) {
            assertEquals(EVENTS + 1, log.eventCount());
            assertTrue(log.contains(Events.id(9)));
            assertEquals(1, log.loadReport().damaged().size());
        }
    }

    @Test
    void rubbishFileIsALogWithoutEvents() throws IOException {
        for (var text : Set.of("", "\n", "\n\n\n", "hello", "hello\n", "{\"seq\":1}\n", "{\"seq\":",
                "{\"seq\":1,\"sum\":\"00000000\",\"event\":{}}\n")) {
            Files.writeString(file, text);
            try (var log = open()) {
                assertEquals(0, log.eventCount(), text);
                log.append(LogRecord.event(Events.json(0)));
            }
            try (var log = open()) {
                assertEquals(1, log.eventCount(), text);
            }
        }
    }

    @Test
    void repeatedRecordCountsOnce() throws IOException {
        var twice = Arrays.copyOf(whole, whole.length + lineStart(1));
        System.arraycopy(whole, 0, twice, whole.length, lineStart(1));
        Files.write(file, twice);

        try (var log = open()) {
            var ids = new HashSet<String>();
            for (var i = 0; i < log.eventCount(); i++) {
                assertTrue(ids.add(log.header(i).id()));
            }
            assertEquals(EVENTS, ids.size());
            assertFalse(log.loadReport().damaged().isEmpty());
        }
    }

    private int lineStart(int record) {
        var at = 0;
        for (var line = 0; line < record; at++) {
            line += whole[at] == '\n' ? 1 : 0;
        }
        return at;
    }

    private int record(int at) {
        var record = 0;
        while (record < EVENTS - 1 && lineStart(record + 1) <= at) {
            record++;
        }
        return record;
    }

    private EventLog open() throws IOException {
        return FileEventLog.open(file, Replay.NOTHING, EventLog.Limits.DEFAULT);
    }
}
