package agentserver.base.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ProcessHardeningTest {

    @TempDir Path directory;

    @Test
    void aHardenedServerHidesItsEnvironmentAndStillStartsPrograms() throws Exception {
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", "target/classes:target/test-classes",
                HardenedProgram.class.getName(), directory.toString());
        builder.environment().put("OH_SECRET_KEY", "very-secret-value");
        var server = builder.redirectErrorStream(true).start();
        try (var output = server.inputReader(); var input = server.outputWriter()) {
            assertEquals("own: very-secret-value", output.readLine());
            assertEquals("hidden: true, uninspectable: true", output.readLine());
            assertEquals("terminal: tool", output.readLine());
            assertEquals("child: tool", output.readLine());

            var environment = Files.readString(
                    Path.of("/proc/" + server.pid() + "/environ"), StandardCharsets.ISO_8859_1);
            assertFalse(environment.contains("very-secret-value"));
            assertFalse(environment.contains("OH_SECRET_KEY"));
            var names = List.of(environment.replaceAll("\0+", "\n").strip().split("\n"));
            assertTrue(names.stream().allMatch(v -> v.startsWith("PATH=") || v.startsWith("TZ=")),
                    names.toString());
            input.write("end\n");
        } finally {
            server.destroyForcibly();
        }
    }
}
