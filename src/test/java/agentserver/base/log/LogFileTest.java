package agentserver.base.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    Path directory;

    private Instant now = local(LocalDateTime.of(2026, 3, 4, 23, 59, 30));
    private final InstantSource clock = () -> now;

    private static Instant local(LocalDateTime time) {
        return time.atZone(ZoneId.systemDefault()).toInstant();
    }

    private LogFile open(String rotation, int keep) throws IOException {
        return LogFile.open(new LogSettings.ToFile(
                directory, Rotation.parse(rotation).orElseThrow(), keep), clock);
    }

    private static void write(LogFile file, String line) {
        file.write(new LineBuffer().ascii(line).ascii("\n"));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private String text(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }

    @Test
    void aNewFileBeginsAtMidnight() throws Exception {
        try (var file = open("midnight", 7)) {
            write(file, "evening");
            now = now.plusSeconds(60);
            write(file, "morning");
        }

        assertEquals(List.of("app.log", "app.log.2026-03-04"), names());
        assertEquals("evening\n", text("app.log.2026-03-04"));
        assertEquals("morning\n", text("app.log"));
    }

    @Test
    void aNewFileBeginsWithTheHour() throws Exception {
        try (var file = open("H", 7)) {
            write(file, "before");
            now = now.plus(Duration.ofHours(2));
            write(file, "after");
        }

        assertEquals(List.of("app.log", "app.log.2026-03-04_23"), names());
    }

    @Test
    void aFileOfYesterdayIsClosedByTodaysFirstLine() throws Exception {
        var yesterday = Files.writeString(directory.resolve("app.log"), "old\n");
        Files.setLastModifiedTime(yesterday, FileTime.from(now.minus(Duration.ofDays(1))));

        try (var file = open("midnight", 7)) {
            write(file, "new");
        }

        assertEquals("old\n", text("app.log.2026-03-03"));
        assertEquals("new\n", text("app.log"));
    }

    @Test
    void aRestartOnTheSameDayContinuesTheFile() throws Exception {
        for (var line : List.of("one", "two")) {
            try (var file = open("midnight", 7)) {
                write(file, line);
                Files.setLastModifiedTime(directory.resolve("app.log"), FileTime.from(now));
            }
        }

        assertEquals("one\ntwo\n", text("app.log"));
    }

    @Test
    void aFileNeverGrowsBeyondItsSize() throws Exception {
        try (var file = open("1KB", 0)) {
            for (int i = 0; i < 40; i++) {
                write(file, "x".repeat(99));
                now = now.plusMillis(1);
            }
        }

        assertEquals(4, names().size(), names().toString());
        for (var name : names()) {
            assertTrue(Files.size(directory.resolve(name)) <= 1_024, name);
        }
    }

    @Test
    void onlyTheNewestClosedFilesAreKept() throws Exception {
        try (var file = open("midnight", 2)) {
            for (int day = 0; day < 5; day++) {
                write(file, "day " + day);
                now = now.plus(Duration.ofDays(1));
            }
        }

        assertEquals(List.of("app.log", "app.log.2026-03-06", "app.log.2026-03-07"), names());
    }

    @Test
    void aTakenNameIsNotOverwritten() throws Exception {
        Files.writeString(directory.resolve("app.log.2026-03-04"), "earlier\n");

        try (var file = open("midnight", 7)) {
            write(file, "evening");
            now = now.plusSeconds(60);
            write(file, "morning");
        }

        assertEquals("earlier\n", text("app.log.2026-03-04"));
        assertEquals("evening\n", text("app.log.2026-03-04.1"));
    }

    @Test
    void aFileThatWasTakenAwayIsMadeAgain() throws Exception {
        try (var file = open("1KB", 7)) {
            write(file, "x".repeat(1_000));
            Files.delete(directory.resolve("app.log"));
            write(file, "y".repeat(1_000));
            write(file, "z");
        }

        assertTrue(text("app.log").endsWith("z\n"));
    }

    @Test
    void sizesAndPeriodsAreReadInAnyCase() {
        assertEquals(new Rotation.Beyond(10L << 20), Rotation.parse("10mb").orElseThrow());
        assertTrue(Rotation.parse("MIDNIGHT").isPresent());
        for (var text : List.of("", "0MB", "10", "MB", "-1KB", "W0", "9999999999KB")) {
            assertTrue(Rotation.parse(text).isEmpty(), text);
        }
    }
}
