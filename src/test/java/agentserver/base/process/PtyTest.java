package agentserver.base.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.testing.Conditions;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class PtyTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir Path directory;
    private final Heard heard = new Heard();

    @Test
    void aProgramHasATerminalItsDirectoryAndOnlyItsEnvironment() throws Exception {
        try (var pty = start("tty; stty size; pwd; env | sort | cut -d= -f1 | tr '\\n' ' '")) {
            assertTrue(pty.awaitEnd(LIMIT));
            var lines = heard.text().split("\n");

            assertTrue(lines[0].startsWith("/dev/pts/"), lines[0]);
            assertEquals("24 80", lines[1]);
            assertEquals(directory.toString(), lines[2]);
            assertEquals("A " + ProcessTree.MARK + " PATH PWD SHLVL _ ", lines[3]);
        }
    }

    @Test
    void theExitCodeIsToldAfterAllOutput() throws Exception {
        try (var pty = start("seq 1 50000; exit 7")) {
            assertTrue(pty.awaitEnd(LIMIT));

            assertEquals(7, pty.exitCode().orElseThrow());
            heard.awaitEnd();
            assertTrue(heard.text().endsWith("\n50000\n"));
        }
    }

    @Test
    void aSignalIsAnExitCodeAbove128() throws Exception {
        try (var pty = start("kill -9 $$")) {
            assertTrue(pty.awaitEnd(LIMIT));
            assertEquals(137, pty.exitCode().orElseThrow());
        }
    }

    @Test
    void whatIsTypedIsReadAndNotEchoed() throws Exception {
        try (var pty = start("read line; echo \"<$line>\"")) {
            pty.write("typed é\r");
            assertTrue(pty.awaitEnd(LIMIT));

            assertEquals("<typed é>\n", heard.text());
        }
    }

    @Test
    void theSideIsDescriptorThreeAndNothingElseIsInherited() throws Exception {
        var command = new PtyCommand(
                List.of("/bin/bash", "-c", "head -c 200000 <&3 | wc -c; ls -m /proc/self/fd"),
                directory, environment(), new WindowSize(80, 24), true);
        try (var pty = Pty.start(command, heard)) {
            pty.writeSide(new byte[200_000]);
            assertTrue(pty.awaitEnd(LIMIT));

            assertEquals("200000\n0, 1, 2, 3, 4\n", heard.text()); // 4 is the open directory
        }
    }

    @Test
    void aNewSizeIsSeen() throws Exception {
        try (var pty = start("read; stty size")) {
            pty.resize(new WindowSize(132, 43));
            pty.write("\r");
            assertTrue(pty.awaitEnd(LIMIT));

            assertEquals("43 132\n", heard.text());
        }
    }

    /// The program starts no other: bash may miss a signal just then.
    @Test
    void interruptReachesTheForegroundGroup() throws Exception {
        try (var pty = start("trap 'exit 3' INT; echo ready; while :; do :; done")) {
            heard.await("ready");
            assertTrue(pty.foregroundGroup().isPresent());
            pty.interrupt();
            assertTrue(pty.awaitEnd(LIMIT));

            assertEquals(3, pty.exitCode().orElseThrow());
        }
    }

    @Test
    void aProgramThatReadsNothingIsInterruptedAllTheSame() throws Exception {
        try (var pty = start("stty raw isig; echo ready; while :; do :; done")) {
            heard.await("ready");
            assertThrows(IOException.class, () -> {
                Thread.currentThread().interrupt();
                pty.write("x".repeat(1 << 20));
            });
            assertTrue(Thread.interrupted());
            pty.interrupt();
            assertTrue(pty.awaitEnd(LIMIT));
        }
    }

    @Test
    void aProgramThatIgnoresTermAndHangUpIsKilled() throws Exception {
        var pty = start("trap '' TERM HUP INT; echo ready; while :; do sleep 0.01; done");
        heard.await("ready");

        pty.close();
        pty.close();

        assertTrue(pty.awaitEnd(LIMIT));
        assertEquals(137, pty.exitCode().orElseThrow());
        assertTrue(pty.foregroundGroup().isEmpty());
        assertThrows(IOException.class, () -> pty.write("x"));
    }

    @Test
    void aProgramThatIsNoLongerHeardIsKilled() throws Exception {
        var code = new CompletableFuture<Integer>();
        var command = new PtyCommand(
                List.of("/bin/bash", "-c", "trap '' TERM HUP; while :; do echo x; done"),
                directory, environment(), new WindowSize(80, 24), false);
        try (var pty = Pty.start(command, new PtyListener() {
            @Override
            public void output(byte[] bytes, int length) {
                throw new IllegalStateException("deaf");
            }

            @Override
            public void ended(int exitCode) {
                code.complete(exitCode);
            }
        })) {
            assertTrue(pty.awaitEnd(LIMIT));
            assertEquals(137, code.get(LIMIT.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @Test
    void aMissingProgramOrDirectoryFailsAndLeavesNothingOpen() throws Exception {
        var files = openFiles();
        var size = new WindowSize(80, 24);
        for (int i = 0; i < 10; i++) {
            assertThrows(IOException.class, () -> Pty.start(new PtyCommand(
                    List.of("/no/such/program"), directory, Map.of(), size, true), heard));
            assertThrows(IOException.class, () -> Pty.start(new PtyCommand(
                    List.of("/bin/sh"), directory.resolve("none"), Map.of(), size, true), heard));
        }
        Conditions.until(() -> openFiles() <= files); // other tests may just be closing theirs
        assertFalse(heard.text().contains("x"));
    }

    private Pty start(String script) throws IOException {
        var command = new PtyCommand(
                List.of("/bin/bash", "-c", script), directory, environment(),
                new WindowSize(80, 24), false);
        return Pty.start(command, heard);
    }

    private static Map<String, String> environment() {
        return Map.of("PATH", System.getenv("PATH"), "A", "b");
    }

    private static int openFiles() {
        return new File("/proc/self/fd").list().length;
    }

    /// Keeps what was written.
    private static final class Heard implements PtyListener {
        private final ConcurrentLinkedQueue<String> parts = new ConcurrentLinkedQueue<>();
        private volatile boolean ended;

        @Override
        public void output(byte[] bytes, int length) {
            parts.add(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
        }

        @Override
        public void ended(int exitCode) {
            ended = true;
        }

        String text() {
            var bytes = String.join("", parts).getBytes(StandardCharsets.ISO_8859_1);
            return new String(bytes, StandardCharsets.UTF_8);
        }

        void await(String part) throws InterruptedException {
            Conditions.until(() -> text().contains(part));
        }

        void awaitEnd() throws InterruptedException {
            Conditions.until(() -> ended);
        }
    }
}
