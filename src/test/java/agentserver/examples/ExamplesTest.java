package agentserver.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.testing.ServerProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every example runs as its first lines say, against the demo model.
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("examples").toAbsolutePath();
    private static final int LINES = 80;
    private static final int PATIENCE_SECONDS = 180; // two starts of a virtual machine and a compiler

    @TempDir
    private Path work;

    @Test
    void theScriptOfTheLifeCycleGoesFromDormantToAnAnswer() throws Exception {
        var said = run(List.of(EXAMPLES.resolve("lifecycle.sh").toString()));

        assertEquals(List.of("200", "200", "503", "401", "200", "401", "201", "200"),
                statuses(said));
        assertTrue(said.contains("hello you"), said);
    }

    @Test
    void theProgramOfTheLifeCycleGoesFromDormantToAnAnswer() throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

        var said = run(List.of(java, EXAMPLES.resolve("Example01Lifecycle.java").toString()));

        assertEquals(List.of("200", "200", "503", "200", "401", "201", "200"), statuses(said));
        assertTrue(said.contains("the server ended with code 143"), said);
    }

    @Test
    void everyProgramFitsOnTwoScreensAndStandsInTheReadme() throws IOException {
        var readme = Files.readString(EXAMPLES.resolve("README.md"));
        try (var files = Files.list(EXAMPLES)) {
            for (var file : files.filter(file -> !file.endsWith("README.md")).toList()) {
                assertTrue(Files.readAllLines(file).size() <= LINES, file.toString());
                assertTrue(readme.contains("examples/" + file.getFileName()), file.toString());
            }
        }
    }

    private String run(List<String> line) throws IOException, InterruptedException {
        var launcher = work.resolve("agent-server");
        var quoted = ServerProcess.commandLine().stream()
                .map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        Files.writeString(launcher, "#!/bin/sh\nexec " + quoted + " \"$@\"\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        var command = new ProcessBuilder(line).directory(work.toFile()).redirectErrorStream(true);
        command.environment().put("AGENT_SERVER", launcher.toString());
        command.environment().put("PORT", String.valueOf(freePort()));
        var out = work.resolve("out");
        var process = command.redirectOutput(out.toFile()).start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        var said = Files.readString(out);
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    private static List<String> statuses(String said) {
        return said.lines().flatMap(line -> Stream.of(line.split(" ")).limit(1))
                .filter(word -> word.matches("\\d{3}")).toList();
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }
}
