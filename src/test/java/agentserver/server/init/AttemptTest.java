package agentserver.server.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptTest {

    @TempDir
    private Path work;

    @Test
    void aFailedAttemptTakesAwayWhatItMadeLatestFirst() throws IOException {
        var closed = new ArrayList<String>();
        try (var attempt = new Attempt()) {
            attempt.directory("a", work.resolve("new/deep/er"));
            attempt.keep(() -> closed.add("first"));
            attempt.keep(() -> closed.add("second"));
        }

        assertEquals(List.of("second", "first"), closed);
        assertFalse(Files.exists(work.resolve("new")));
    }

    @Test
    void aCommittedAttemptKeepsEverything() throws IOException {
        try (var attempt = new Attempt()) {
            attempt.directory("a", work.resolve("new/deep"));
            attempt.commit();
        }

        assertEquals("rwx------", PosixFilePermissions.toString(
                Files.getPosixFilePermissions(work.resolve("new/deep"))));
    }

    @Test
    void whatWasThereBeforeStays() throws IOException {
        Files.createDirectory(work.resolve("old"));
        try (var attempt = new Attempt()) {
            attempt.directory("a", work.resolve("old/new"));
            attempt.directory("b", work.resolve("old"));
        }

        assertTrue(Files.isDirectory(work.resolve("old")));
        assertFalse(Files.exists(work.resolve("old/new")));
    }

    @Test
    void aDirectoryThatIsInUseByThenStays() throws IOException {
        try (var attempt = new Attempt()) {
            attempt.directory("a", work.resolve("new"));
            Files.writeString(work.resolve("new/theirs"), "kept");
        }

        assertEquals("kept", Files.readString(work.resolve("new/theirs")));
    }

    @Test
    void aFileInTheWayIsNamedByItsSettingAndNotByItsPath() throws IOException {
        var file = Files.writeString(work.resolve("file"), "");
        try (var attempt = new Attempt()) {
            var itself = assertThrows(IOException.class, () -> attempt.directory("a_dir", file));
            var above = assertThrows(IOException.class,
                    () -> attempt.directory("b_dir", file.resolve("below")));

            assertEquals("a_dir: a file stands in the way", itself.getMessage());
            assertTrue(above.getMessage().startsWith("b_dir: "), above.getMessage());
            assertFalse(above.getMessage().contains(work.toString()), above.getMessage());
        }
    }

    @Test
    void aPlaceWhereNothingCanBeMadeIsRefusedAndUndone() {
        try (var attempt = new Attempt()) {
            assertThrows(IOException.class,
                    () -> attempt.directory("a", Path.of("/proc/nope/x")));
        }
    }
}
