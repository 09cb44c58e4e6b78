package agentserver.workspace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorktreeTest {

    private static final UUID ID = UUID.fromString("0a0b0c0d-1111-4222-8333-444455556666");
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "PATH", System.getenv("PATH"), "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_CEILING_DIRECTORIES", System.getProperty("java.io.tmpdir"));

    @TempDir
    private Path work;

    @Test
    void thePlaceInTheRepositoryAndTheBranchAreThere() throws Exception {
        var repository = repository();

        var tree = add(repository.resolve("sub")).orElseThrow();

        assertEquals(work.resolve("trees").resolve(ID.toString()).resolve("project"), tree.root());
        assertEquals(tree.root().resolve("sub"), tree.directory());
        assertEquals("text\n", Files.readString(tree.directory().resolve("file")));
        assertEquals("openhands/" + ID, git(tree.root(), "branch", "--show-current").strip());
    }

    @Test
    void onesOwnOldTreeIsReplaced() throws Exception {
        var repository = repository();
        Files.writeString(add(repository).orElseThrow().root().resolve("left"), "x");

        var tree = add(repository).orElseThrow();

        assertTrue(Files.notExists(tree.root().resolve("left")));
    }

    @Test
    void outsideOfARepositoryThereIsNone() throws Exception {
        assertTrue(add(Files.createDirectories(work.resolve("plain"))).isEmpty());
        assertTrue(add(work.resolve("missing")).isEmpty());
    }

    @Test
    void aRepositoryWithoutACommitIsRefused() throws Exception {
        var empty = Files.createDirectories(work.resolve("empty"));
        git(empty, "init", "--quiet");

        assertThrows(Fault.Unprocessable.class, () -> add(empty));
    }

    private Optional<Worktree> add(Path source) {
        return Worktree.add(source, work.resolve("trees"), ID, ENVIRONMENT);
    }

    private Path repository() throws Exception {
        var repository = Files.createDirectories(work.resolve("project"));
        Files.createDirectories(repository.resolve("sub"));
        Files.writeString(repository.resolve("sub/file"), "text\n");
        git(repository, "init", "--quiet", "--initial-branch=main");
        git(repository, "add", ".");
        git(repository, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit",
                "--quiet", "--message", "first");
        return repository;
    }

    private static String git(Path directory, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(ENVIRONMENT);
        var process = builder.start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
