package agentserver.event.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.event.log.LogCheck.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogCheckTest {

    private static final int EVENTS = 6;

    @TempDir
    private Path directory;
    private Path file;
    private List<String> lines;

    @BeforeEach
    void writeALog() throws Exception {
        file = directory.resolve("events.jsonl");
        try (var log = FileEventLog.open(file, Replay.NOTHING, EventLog.Limits.DEFAULT)) {
            for (var i = 0; i < EVENTS; i++) {
                log.append(LogRecord.event(Events.json(i)));
            }
            log.durable(EVENTS);
        }
        lines = new ArrayList<>(Files.readAllLines(file));
    }

    private void write() throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private List<Kind> found() throws IOException {
        return LogCheck.check(file).findings().stream().map(LogCheck.Finding::kind).toList();
    }

    @Test
    void wholeLogHasNothingWrong() throws Exception {
        var report = LogCheck.check(file);

        assertEquals(List.of(), report.findings());
        assertEquals(EVENTS, report.records());
        assertEquals(EVENTS, report.events());
    }

    @Test
    void tornEndIsFoundAndCut() throws Exception {
        Files.writeString(file, lines.getFirst().substring(0, 40), StandardOpenOption.APPEND);

        assertEquals(List.of(Kind.TORN_TAIL), found());
        LogCheck.repair(file);

        assertEquals(List.of(), found());
        assertEquals(lines, Files.readAllLines(file));
    }

    @Test
    void damagedRecordIsSetAsideAndItsPlaceKept() throws Exception {
        lines.set(2, lines.get(2).replace("PauseEvent", "PauseEvant"));
        write();

        assertEquals(List.of(Kind.DAMAGED, Kind.GAP), found().subList(0, 2));
        LogCheck.repair(file);

        assertEquals(List.of(), found());
        assertTrue(Files.readString(file).contains("\"lost\":{\"records\":1}"));
        assertTrue(Files.readString(directory.resolve("events.jsonl.damaged")).contains("base64"));
        try (var log = FileEventLog.open(file, Replay.NOTHING, EventLog.Limits.DEFAULT)) {
            assertEquals(EVENTS - 1, log.eventCount());
            assertEquals(List.of(), log.loadReport().damaged());
            assertEquals(EVENTS, log.durablePosition());
        }
    }

    @Test
    void missingRecordsAreFound() throws Exception {
        lines.subList(1, 3).clear();
        write();

        var report = LogCheck.check(file);

        assertEquals(Kind.GAP, report.findings().getFirst().kind());
        assertTrue(report.findings().getFirst().text().startsWith("2 records"));
    }

    @Test
    void sameIdTwiceIsFoundAndTheFirstStays() throws Exception {
        var twice = RecordLine.encode(EVENTS + 1, LogRecord.event(Events.json(2))).bytes();
        Files.write(file, twice, StandardOpenOption.APPEND);

        assertEquals(List.of(Kind.DUPLICATE_ID), found());
        LogCheck.repair(file);

        assertEquals(List.of(), found());
        assertEquals(EVENTS, LogCheck.check(file).events());
    }

    @Test
    void eventWithoutItsParentIsFound() throws Exception {
        var orphan = RecordLine.encode(EVENTS + 1, LogRecord.event(
                Events.json(Events.id(77), 77, "\"" + Events.id(70) + "\"", ""))).bytes();
        Files.write(file, orphan, StandardOpenOption.APPEND);

        assertEquals(List.of(Kind.LOST_PARENT), found());
    }

    @Test
    void checkChangesNothing() throws Exception {
        lines.set(4, "rubbish");
        write();
        var before = Files.readAllBytes(file);

        LogCheck.check(file);

        assertEquals(List.of("events.jsonl"), List.of(directory.toFile().list()));
        assertArrayEquals(before, Files.readAllBytes(file));
    }
}
