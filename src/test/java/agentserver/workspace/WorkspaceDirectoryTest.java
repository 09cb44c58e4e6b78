package agentserver.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.fault.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceDirectoryTest {

    @TempDir
    private Path work;

    @Test
    void aNewDirectoryIsARepository() {
        var made = prepare("a/b", Map.of());

        assertEquals(work.resolve("a/b"), made);
        assertTrue(Files.isDirectory(made.resolve(".git")));
    }

    @Test
    void gitReadsTheSettingsOfTheHomeThatToolsHave() throws Exception {
        var home = Files.createDirectory(work.resolve("home"));
        Files.writeString(home.resolve(".gitconfig"), "[init]\n\tdefaultBranch = trunk\n");

        var made = prepare("w", Map.of("HOME", home.toString()));

        assertEquals("ref: refs/heads/trunk\n", Files.readString(made.resolve(".git/HEAD")));
    }

    @Test
    void aDirectoryInsideARepositoryStaysAsItIs() throws Exception {
        Files.createDirectories(work.resolve("repository/.git"));

        assertFalse(Files.exists(prepare("repository/sub", Map.of()).resolve(".git")));
    }

    @Test
    void aGitThatFailsLeavesTheDirectory() {
        assertTrue(Files.isDirectory(prepare("w", Map.of("GIT_DIR", "/dev/null/no"))));
    }

    @Test
    void aPlaceThatIsNoDirectoryIsRefused() throws Exception {
        Files.writeString(work.resolve("file"), "");

        assertThrows(Fault.Unprocessable.class, () -> prepare("file/sub", Map.of()));
    }

    private Path prepare(String name, Map<String, String> more) {
        var environment = new HashMap<>(more);
        environment.put("PATH", System.getenv("PATH"));
        return WorkspaceDirectory.prepare(work, name, environment);
    }
}
