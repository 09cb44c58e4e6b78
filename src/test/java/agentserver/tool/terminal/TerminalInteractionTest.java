package agentserver.tool.terminal;

import static agentserver.tool.terminal.Terminals.done;
import static agentserver.tool.terminal.Terminals.heard;
import static agentserver.tool.terminal.Terminals.run;
import static agentserver.tool.terminal.Terminals.text;
import static agentserver.tool.terminal.Terminals.type;
import static agentserver.tool.terminal.Terminals.typeLast;
import static agentserver.tool.terminal.Terminals.within;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import agentserver.testing.Conditions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class TerminalInteractionTest {

    @TempDir Path directory;
    private TerminalTool tool;

    @BeforeEach
    void open() {
        tool = Terminals.in(directory, Terminals.impatient());
    }

    @AfterEach
    void close() {
        tool.close();
    }

    @Test
    void emptyCommandAndInputWorkAfterATimeout() throws Exception {
        var quiet = run(tool, "echo begin; read answer; echo got $answer; read last; echo bye $last");
        assertEquals("begin", heard(tool, quiet, "begin"));
        assertEquals(-1, quiet.exitCode());
        assertTrue(quiet.timeout());
        assertTrue(quiet.metadata().suffix().startsWith(
                "\n[The command has no new output after 0.3 seconds. "), quiet.metadata().suffix());

        var more = run(tool, "");
        assertEquals("", text(more));
        assertEquals("[Below is the output of the previous command.]\n", more.metadata().prefix());

        assertEquals("got one", heard(tool, type(tool, "one"), "got one"));
        var end = typeLast(tool, "two");
        assertEquals("bye two", text(end));
        assertEquals(0, end.exitCode());
        assertEquals("\n[The command completed with exit code 0.]", end.metadata().suffix());
    }

    @Test
    void aHardLimitReturnsInTimeAndTheShellSurvives() throws Exception {
        var seen = within(tool, 0.2, "while :; do echo on and on; done"); // it is never quiet

        assertTrue(seen.timeout());
        assertFalse(seen.isError());
        assertEquals(-1, seen.exitCode());
        assertTrue(seen.metadata().suffix().startsWith("\n[The command timed out after 0.2 seconds. "));
        assertTrue(heard(tool, seen, "on and on").startsWith("on and on"));
        assertEquals(130, typeLast(tool, "C-c").exitCode());
        assertEquals("alive", text(done(tool, "echo alive")));
    }

    @Test
    void aTimeoutIsLongerThanTheSilenceItAllows() throws Exception {
        var seen = done(tool, "sleep 0.6; echo done");

        assertEquals("done", text(seen));
        assertEquals(0, seen.exitCode());
    }

    @Test
    void aNewCommandWaitsForTheRunningOneAndSaysSo() throws Exception {
        run(tool, "echo first; read; echo second; read");
        type(tool, "");
        var refused = run(tool, "echo new > new.txt");

        assertTrue(refused.isError());
        assertEquals(-1, refused.exitCode());
        assertEquals("[Below is the output of the previous command.]\n", refused.metadata().prefix());
        assertTrue(refused.metadata().suffix().contains("NOT executed"));
        assertFalse(Files.exists(directory.resolve("new.txt")));
    }

    @Test
    void controlCEndsACommandAndIsNamed() throws Exception {
        beginASleep();

        var seen = typeLast(tool, "c-C");

        assertEquals(130, seen.exitCode());
        assertEquals("\n[The command completed with exit code 130. CTRL+C was sent.]",
                seen.metadata().suffix());
    }

    @Test
    void controlCWorksBehindInputThatNobodyReads() throws Exception {
        beginASleep();
        for (int i = 0; i < 3; i++) {
            type(tool, "x".repeat(3000));
        }

        assertEquals(130, typeLast(tool, "C-c").exitCode());
        assertEquals("free", text(done(tool, "echo free")));
    }

    @Test
    void controlZAndEndOfInputWork() throws Exception {
        beginASleep();
        assertEquals(148, typeLast(tool, "CTRL+Z").exitCode());
        assertTrue(text(done(tool, "jobs")).contains("Stopped"));
        done(tool, "kill -9 %1");

        run(tool, "cat > typed.txt");
        type(tool, "line");
        assertEquals(0, typeLast(tool, "C-d").exitCode());
        assertEquals("line\n", Files.readString(directory.resolve("typed.txt")));
    }

    @Test
    void anInterpreterIsTypedInto() throws Exception {
        assumeTrue(done(tool, "python3 -c 'import sys'").exitCode() == 0, "python3 is needed");
        var started = run(
                tool, "PYTHON_BASIC_REPL=1 python3 -q -i -c 'print(\"ready\", flush=True)'");
        heard(tool, started, "ready");

        heard(tool, type(tool, "6 * 7"), "42");
        assertEquals(5, typeLast(tool, "exit(5)").exitCode());
    }

    @Test
    void theEndOfACommandThatNobodyWaitedForIsNotLost() throws Exception {
        done(tool, "mkfifo gate");
        run(tool, "read < gate; echo the rest; touch over; (exit 6)");
        Files.writeString(directory.resolve("gate"), "go\n");
        awaitFile("over");

        var end = done(tool, "");

        assertEquals("the rest", text(end));
        assertEquals(6, end.exitCode());
    }

    @Test
    void inputForACommandThatHasEndedIsNotRunByTheShell() throws Exception {
        done(tool, "mkfifo gate");
        run(tool, "read < gate; touch over");
        Files.writeString(directory.resolve("gate"), "go\n");
        awaitFile("over");

        done(tool, "");
        type(tool, "touch danger");

        assertEquals("over", text(done(tool, "ls over danger 2>/dev/null")));
    }

    @Test
    void whatAProgramDidNotReadIsNotRunByTheShell() throws Exception {
        done(tool, "mkfifo gate");
        run(tool, "read < gate");
        type(tool, "touch danger\ntouch danger2");
        Files.writeString(directory.resolve("gate"), "go\n");
        assertEquals(0, done(tool, "").exitCode());

        assertEquals("", text(done(tool, "ls danger* 2>/dev/null")));
    }

    @Test
    void aCommandThatIgnoresControlCIsReplacedByReset() throws Exception {
        run(tool, "trap '' INT; echo > begun; while :; do sleep 0.05; done");
        awaitFile("begun");
        assertEquals(-1, type(tool, "C-c").exitCode());

        var seen = tool.run(new TerminalAction("echo fresh", false, 120.0, true));

        assertEquals("[RESET] echo fresh", seen.command());
        assertEquals(TerminalNotes.RESET + "\n\nfresh", text(seen));
        assertEquals(0, seen.exitCode());
    }

    /// Begins a program that any key ends from here on; bash itself may miss one while it starts
    /// another.
    private void beginASleep() throws InterruptedException {
        run(tool, Terminals.SLEEP);
        awaitFile("begun");
    }

    private void awaitFile(String name) throws InterruptedException {
        Conditions.until(() -> Files.exists(directory.resolve(name)));
    }
}
