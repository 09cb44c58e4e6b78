package agentserver.base.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.testing.Conditions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class ChildProcessTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path directory;

    @Test
    void bothOutputsAndTheExitCodeAreCollected() throws Exception {
        var result = start("echo out; echo err >&2; cat; exit 3").collect(1000, LIMIT);

        assertEquals(new ChildResult(3, false, "out\n", "err\n", false), result);
    }

    @Test
    void onlyTheGivenVariablesAreThere() throws Exception {
        var result = start("echo ${HOME-none} $A; pwd").collect(1000, LIMIT);

        assertEquals("none b\n" + directory + "\n", result.output());
    }

    @Test
    void outputBeyondTheLimitIsDroppedNotBlocked() throws Exception {
        var result = start("head -c 1000000 /dev/zero | tr '\\0' x; echo end >&2").collect(10, LIMIT);

        assertEquals(new ChildResult(0, false, "xxxxxxxxxx", "end\n", true), result);
    }

    @Test
    void atTheLimitOfTimeTheWholeTreeIsKilled() throws Exception {
        var child = start("trap '' TERM; (setsid sleep 1005 & echo $! > pid); echo > ready; "
                + "while :; do sleep 0.01; done");
        Conditions.until(() -> Files.exists(directory.resolve("ready")));

        var result = child.collect(1000, Duration.ofMillis(100));

        assertTrue(result.timedOut());
        assertEquals(137, result.exitCode());
        var daemon = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
        Conditions.until(() -> ProcessStat.read(daemon).map(ProcessStat::zombie).orElse(true));
    }

    @Test
    void closingKillsWhatRuns() throws Exception {
        var child = start("sleep 1006");
        child.close();
        child.close();

        assertTrue(child.awaitEnd(LIMIT));
        assertTrue(ProcessTree.of(child.pid(), "").members().isEmpty());
    }

    @Test
    void aMissingProgramIsAnError() {
        assertThrows(IOException.class, () -> ChildProcess.start(
                List.of("/no/such/program"), directory, Map.of()));
    }

    private ChildProcess start(String script) throws IOException {
        return ChildProcess.start(
                List.of("/bin/bash", "-c", script), directory,
                Map.of("PATH", System.getenv("PATH"), "A", "b"));
    }
}
