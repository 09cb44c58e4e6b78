package agentserver.tool.editor;

import static agentserver.tool.editor.EditorBench.said;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import agentserver.testing.Await;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A pipe that nobody writes to stands for a file that never answers.
@Timeout(180)
class PatientReadTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    @Test
    void whatAFileHasIsReadUpToTheMost() throws Exception {
        var file = Files.write(folder.resolve("a"), new byte[] {1, 2, 3});

        assertArrayEquals(new byte[] {1, 2, 3}, new PatientRead(file, 9, LONG).bytes());
        assertArrayEquals(new byte[] {1, 2}, new PatientRead(file, 2, LONG).bytes());
        assertThrows(NoSuchFileException.class,
                () -> new PatientRead(folder.resolve("b"), 9, LONG).bytes());
    }

    @Test
    void aFileThatDoesNotAnswerIsGivenUp() throws Exception {
        var pipe = pipe();
        try (var _ = new RandomAccessFile(pipe.toFile(), "rw")) {
            var failure = assertThrows(IOException.class,
                    () -> new PatientRead(pipe, 9, Duration.ofMillis(1)).bytes());

            assertTrue(failure.getMessage().startsWith("no answer within"), failure.getMessage());
            Await.until("the reader to end", Duration.ofSeconds(30), () -> !isReading(pipe));
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        var pipe = pipe();
        var thrown = new AtomicReference<Exception>();
        try (var _ = new RandomAccessFile(pipe.toFile(), "rw")) {
            var caller = Thread.ofVirtual().start(() -> {
                try {
                    new PatientRead(pipe, 9, LONG).bytes();
                } catch (IOException | InterruptedException expected) {
                    thrown.set(expected);
                }
            });
            Await.until("the read", Duration.ofSeconds(30), () -> isReading(pipe));

            caller.interrupt();

            assertTrue(caller.join(Duration.ofSeconds(30)));
            assertEquals(InterruptedException.class, thrown.get().getClass());
            Await.until("the reader to end", Duration.ofSeconds(30), () -> !isReading(pipe));
        }
    }

    @Test
    void whatWaitsForTheKernelIsNotRead() {
        assertTrue(PatientRead.waitsForNews(Path.of("/proc/kmsg")));
        assertTrue(PatientRead.waitsForNews(Path.of("/sys/kernel/tracing/trace_pipe")));
        assertTrue(PatientRead.waitsForNews(
                Path.of("/sys/kernel/debug/tracing/per_cpu/cpu0/trace_pipe_raw")));
        assertFalse(PatientRead.waitsForNews(Path.of("/proc/version")));
        assertFalse(PatientRead.waitsForNews(Path.of("/sys/kernel/tracing/trace")));
        assertFalse(PatientRead.waitsForNews(Path.of("/home/trace_pipe")));
    }

    @Test
    void theKernelsLogIsRefusedWithAReason() {
        assumeTrue(Files.exists(Path.of("/proc/kmsg")), "this machine shows no such file");
        var bench = new EditorBench(folder);

        var seen = bench.run(EditorCommand.VIEW, "/proc/kmsg", null, null, null, null, null);

        assertTrue(said(seen).startsWith("File validation failed for /proc/kmsg: "), said(seen));
    }

    private Path pipe() throws Exception {
        var pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        return pipe;
    }

    /// Whether this process has the pipe open a second time: the test itself has it once.
    private static boolean isReading(Path pipe) throws IOException {
        var open = 0;
        for (var link : Path.of("/proc/self/fd").toFile().listFiles()) {
            try {
                open += Files.readSymbolicLink(link.toPath()).equals(pipe) ? 1 : 0;
            } catch (NoSuchFileException _) {
                // it was closed meanwhile
            }
        }
        return open > 1;
    }
}
