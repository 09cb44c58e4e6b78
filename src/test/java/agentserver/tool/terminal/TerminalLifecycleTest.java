package agentserver.tool.terminal;

import static agentserver.tool.terminal.Terminals.run;
import static agentserver.tool.terminal.Terminals.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.testing.Await;
import agentserver.testing.Conditions;
import agentserver.tool.ToolSecrets;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class TerminalLifecycleTest {

    @TempDir Path directory;

    @Test
    void deadShellIsReplaced() throws Exception {
        try (var tool = Terminals.in(directory)) {
            run(tool, "NAME=old");
            var end = run(tool, "echo last words; exit 3");

            assertTrue(end.isError());
            assertEquals(3, end.exitCode());
            assertTrue(text(end).startsWith("last words"), text(end));
            assertTrue(end.metadata().suffix().startsWith(
                    "\n[The shell itself ended with exit code 3, "), end.metadata().suffix());

            var next = run(tool, "echo \"[$NAME]\"");
            assertEquals("[]", text(next));
            assertFalse(next.isError());
            assertTrue(next.metadata().prefix().contains("new one"), next.metadata().prefix());
            assertEquals("", run(tool, "true").metadata().prefix());
        }
    }

    @Test
    void aShellKilledFromOutsideIsReplacedToo() throws Exception {
        try (var tool = Terminals.in(directory)) {
            var pid = Long.parseLong(text(run(tool, "echo $$")));
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            Conditions.until(() -> !Files.exists(Path.of("/proc/" + pid)));

            var next = run(tool, "echo back");

            assertEquals("back", text(next));
            assertTrue(next.metadata().prefix().contains("exit code 137"), next.metadata().prefix());
        }
    }

    /// Whoever waits is told, soon, and sees nothing that was not masked.
    @Test
    void aCommandWhoseOutputCannotBeMaskedEnds() throws Exception {
        var secrets = new ToolSecrets() {
            @Override
            public Map<String, String> namedIn(String command) {
                return Map.of();
            }

            @Override
            public String mask(String text) {
                throw new IllegalStateException("nothing can be masked");
            }

            @Override
            public int unfinished(String text) {
                return 0;
            }
        };
        try (var tool = Terminals.with(secrets, directory, Terminals.params())) {
            var end = run(tool, "echo tell-nobody");

            assertTrue(end.isError());
            assertEquals(TerminalNotes.UNSHOWN, text(end));
        }
    }

    /// The message is larger than the pipe that it goes through, so half of it stays to be sent.
    @Test
    void aShellThatGotHalfACommandIsReplaced() throws Exception {
        try (var tool = Terminals.in(directory);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pid = text(run(tool, "echo $$"));
            stop(pid);
            var caller = new AtomicReference<Thread>();
            var call = threads.submit(() -> {
                caller.set(Thread.currentThread());
                return run(tool, "echo " + "x".repeat(300_000));
            });
            Conditions.until(() -> caller.get() != null
                    && caller.get().getState() == Thread.State.TIMED_WAITING);

            caller.get().interrupt();

            var failure = assertThrows(ExecutionException.class, call::get);
            assertEquals(InterruptedException.class, failure.getCause().getClass());
            assertEquals("next", text(run(tool, "echo next")));
        }
    }

    private static void stop(String pid) throws Exception {
        new ProcessBuilder("kill", "-STOP", pid).start().waitFor();
        var stat = Path.of("/proc/" + pid + "/stat");
        Await.until("the shell to stop", Duration.ofSeconds(30),
                () -> Files.readString(stat).contains(") T "));
    }

    @Test
    void aProgramInPlaceOfTheShellEndsIt() throws Exception {
        try (var tool = Terminals.in(directory)) {
            assertEquals(5, run(tool, "exec sh -c 'exit 5'").exitCode());
            assertEquals("new", text(run(tool, "echo new")));
        }
    }

    @Test
    void twoServersOnOneMachineDoNotMeet() throws Exception {
        try (var one = Terminals.in(directory); var two = Terminals.in(directory)) {
            run(one, "WHO=one");
            run(two, "WHO=two");
            run(two, "exit");
            tell(two);

            assertEquals("one", text(run(one, "echo $WHO")));
        }
    }

    private static void tell(TerminalTool tool) throws InterruptedException {
        assertEquals("again", text(run(tool, "echo again")));
    }

    @Test
    void killTakesTheWholeTree() throws Exception {
        var tool = Terminals.in(directory);
        run(tool, "mkfifo never");
        run(tool, "sleep 1001 & echo $! > a");
        run(tool, "setsid sh -c 'trap \"\" TERM; echo $$ > b; read < never' &");
        run(tool, "(setsid sleep 1003 & echo $! > c)");
        run(tool, "(trap '' HUP; sleep 1004 & echo $! > d)");
        var pids = new ArrayList<Path>();
        for (var name : new String[] {"a", "b", "c", "d"}) {
            var file = directory.resolve(name);
            Conditions.until(() -> new File(file.toString()).length() > 1);
            pids.add(Path.of("/proc", Files.readString(file).strip()));
        }
        pids.forEach(pid -> assertTrue(Files.exists(pid), pid.toString()));

        tool.close();

        for (var pid : pids) {
            Await.until("the end of " + pid, Duration.ofSeconds(30), () -> !alive(pid));
        }
    }

    @Test
    void aHundredTerminalsLeaveNothingBehind() throws Exception {
        var threads = terminalThreads(); // of other tests, which may just be ending theirs
        var children = children();
        try (var first = Terminals.in(directory)) {
            run(first, "true");
        }
        Conditions.until(() -> threads.containsAll(terminalThreads()));
        var files = openFiles();

        for (int i = 0; i < 100; i++) {
            try (var tool = Terminals.in(directory)) {
                run(tool, "true");
            }
        }

        Conditions.until(() -> threads.containsAll(terminalThreads()));
        Conditions.until(() -> children.containsAll(children()));
        Conditions.until(() -> openFiles() <= files);
    }

    @Test
    void resetGivesANewShellInTheFirstDirectory() throws Exception {
        try (var tool = Terminals.in(directory)) {
            run(tool, "cd / && NAME=old");

            var reset = tool.run(new TerminalAction("", false, null, true));

            assertEquals(TerminalNotes.RESET, text(reset));
            assertEquals("[RESET]", reset.command());
            assertEquals(0, reset.exitCode());
            assertEquals(directory + " []", text(run(tool, "echo \"$PWD [$NAME]\"")));
        }
    }

    @Test
    void interruptPressesControlC() throws Exception {
        try (var tool = Terminals.in(directory);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(() -> run(tool, Terminals.SLEEP));
            Conditions.until(() -> Files.exists(directory.resolve("begun")));
            tool.interrupt();

            assertEquals(130, running.get().exitCode());
            assertEquals("free", text(run(tool, "echo free")));
        }
    }

    @Test
    void anInterruptedCallStopsPromptlyAndEndsItsCommand() throws Exception {
        try (var tool = Terminals.in(directory);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(() -> {
                assertThrows(InterruptedException.class, () -> run(tool, Terminals.SLEEP));
                return null;
            });
            Conditions.until(() -> Files.exists(directory.resolve("begun")));
            threads.shutdownNow();

            running.get();
            Await.until("the command to end", Duration.ofSeconds(30),
                    () -> text(run(tool, "echo free")).equals("free"));
        }
    }

    @Test
    void closingEndsACallInProgressAndRefusesTheNext() throws Exception {
        var tool = Terminals.in(directory);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(() -> run(tool, "echo > begun; sleep 1000"));
            Conditions.until(() -> Files.exists(directory.resolve("begun")));
            tool.close();

            assertTrue(running.get().isError());
            assertTrue(run(tool, "true").isError());
            tool.close();
        }
    }

    @Test
    void callsOfOneBatchShareTheShellInTurn() throws InterruptedException, ExecutionException {
        try (var tool = Terminals.in(directory);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            run(tool, "N=0");
            var calls = new ArrayList<Future<?>>();
            for (int i = 0; i < 20; i++) {
                calls.add(threads.submit(() -> run(tool, "N=$((N + 1))")));
            }
            for (var call : calls) {
                call.get();
            }
            assertEquals("20", text(run(tool, "echo $N")));
        }
    }

    private static boolean alive(Path process) {
        try {
            var stat = Files.readString(process.resolve("stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException _) {
            return false;
        }
    }

    private static Set<Thread> terminalThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pty-"))
                .collect(Collectors.toSet());
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current().children().collect(Collectors.toSet());
    }

    private static int openFiles() {
        return new File("/proc/self/fd").list().length;
    }
}
