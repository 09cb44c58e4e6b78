package agentserver.base.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AtomicFileTest {

    @TempDir
    Path directory;

    @Test
    void newContentReplacesTheOldWhole() throws IOException {
        var file = directory.resolve("state.json");
        AtomicFile.write(file, "a longer text".getBytes());

        AtomicFile.write(file, "short".getBytes());

        assertEquals("short", Files.readString(file));
        assertEquals(List.of("state.json"), names());
    }

    @ParameterizedTest
    @EnumSource
    void failedStepLeavesTheOldContentAndNoRubbish(FailurePoint.Step step) throws IOException {
        var file = directory.resolve("state.json");
        AtomicFile.write(file, "old".getBytes());
        var failing = new AtomicFile(reached -> {
            if (reached == step) {
                throw new IOException("no space left on device");
            }
        });

        assertThrows(IOException.class, () -> failing.replace(file, "new".getBytes()));

        assertEquals("old", Files.readString(file));
        assertEquals(List.of("state.json"), names());
    }

    @Test
    void privateFilesAreTheOwnersAlone() throws IOException {
        var file = directory.resolve("secret");

        AtomicFile.writePrivate(file, "x".getBytes());

        assertEquals("rw-------", mode(file));
    }

    @Test
    void createdFileIsNotReplaced() throws IOException {
        var file = directory.resolve("key");

        assertTrue(AtomicFile.createPrivate(file, "first".getBytes()));
        assertFalse(AtomicFile.createPrivate(file, "second".getBytes()));

        assertEquals("first", Files.readString(file));
        assertEquals("rw-------", mode(file));
        assertEquals(List.of("key"), names());
    }

    @Test
    void privateDirectoriesAreMadeWithTheirParents() throws IOException {
        var deep = directory.resolve("a/b/c");

        Directories.createPrivate(deep);
        Directories.create(deep);

        assertEquals("rwx------", mode(deep));
        assertEquals("rwx------", mode(directory.resolve("a")));
    }

    @Test
    void fileInTheWayOfADirectoryIsAnError() throws IOException {
        var file = Files.createFile(directory.resolve("file"));

        assertThrows(IOException.class, () -> Directories.create(file.resolve("below")));
        assertThrows(IOException.class, () -> Directories.create(file));
    }

    @Test
    void lockIsHeldUntilClosed() throws IOException {
        var file = directory.resolve("lock");
        var held = LockFile.tryLock(file).orElseThrow();
        assertTrue(LockFile.tryLock(file).isEmpty());

        held.close();

        LockFile.tryLock(file).orElseThrow().close();
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
