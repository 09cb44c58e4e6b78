package agentserver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.json.Json;
import agentserver.server.status.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an init played through leaves, and what it does where it can't be.
class RehearsalTest {

    private static final Build BUILD = new Build("test", "unknown", "unknown", Optional.empty());

    @TempDir
    private Path work;

    @Test
    void allRoundsSucceedAndLeaveNothing() throws IOException {
        assertTrue(rehearsal(work.resolve("home")).run());

        assertEquals(List.of(), namesIn(work.resolve("home")));
    }

    @Test
    void whatAKilledServerLeftIsRemovedAndWhatAnotherUsesIsNot() throws IOException {
        var left = Files.createDirectories(work.resolve(".rehearsal-left/0/a"));
        Files.writeString(left.resolve("file"), "left");
        Files.createDirectory(work.resolve(".rehearsal-in-use"));
        Files.setLastModifiedTime(work.resolve(".rehearsal-left"),
                FileTime.from(Instant.now().minus(1, ChronoUnit.HOURS)));

        assertTrue(rehearsal(work).run());

        assertEquals(List.of(".rehearsal-in-use"), namesIn(work));
    }

    @Test
    void whereNothingCanBeMadeItIsGivenUp() throws IOException {
        Files.writeString(work.resolve("file"), "");

        assertFalse(rehearsal(work.resolve("file/home")).run());
    }

    private static Rehearsal rehearsal(Path home) {
        return new Rehearsal(home, BUILD, new Json(List.of()));
    }

    private static List<String> namesIn(Path directory) throws IOException {
        try (var found = Files.list(directory)) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
