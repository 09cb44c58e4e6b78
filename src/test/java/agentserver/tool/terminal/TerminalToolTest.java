package agentserver.tool.terminal;

import static agentserver.tool.terminal.Terminals.run;
import static agentserver.tool.terminal.Terminals.text;
import static agentserver.tool.terminal.Terminals.within;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.TextContent;
import agentserver.testing.Conditions;
import agentserver.tool.ToolException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class TerminalToolTest {

    @TempDir Path directory;
    private TerminalTool tool;

    @BeforeEach
    void open() {
        tool = Terminals.in(directory);
    }

    @AfterEach
    void close() {
        tool.close();
    }

    @Test
    void aCommandGivesItsOutputItsExitCodeAndItsDirectory() throws Exception {
        var seen = run(tool, "echo hello > hello.txt && cat hello.txt");

        assertEquals("hello", text(seen));
        assertEquals("echo hello > hello.txt && cat hello.txt", seen.command());
        assertEquals(0, seen.exitCode());
        assertFalse(seen.isError());
        assertFalse(seen.timeout());
        assertEquals("workspace/conversations/1/observations", seen.fullOutputSaveDir());
        var metadata = seen.metadata();
        assertEquals(directory.toRealPath().toString(), metadata.workingDir());
        assertEquals("", metadata.prefix());
        assertEquals("\n[The command completed with exit code 0.]", metadata.suffix());
        assertEquals(System.getProperty("user.name"), metadata.username());
    }

    @ParameterizedTest
    @CsvSource({
        "true, 0",
        "false, 1",
        "(exit 7), 7",
        "no-such-program-here, 127",
        "kill -9 $BASHPID & wait $!, 137"
    })
    void theExitCodeIsTheCommandsOwn(String command, int expected) throws Exception {
        assertEquals(expected, run(tool, command).exitCode());
    }

    @Test
    void directoryVariablesFunctionsAndTheLastExitCodeStay() throws Exception {
        run(tool, "mkdir -p 'a b' && cd 'a b'");
        run(tool, "NAME=value; declare -A table=([key]=entry); greet() {\n  echo \"hi $1\"\n}");
        run(tool, "(exit 9)");

        assertEquals("9", text(run(tool, "echo $?")));
        assertEquals("value entry", text(run(tool, "echo $NAME ${table[key]}")));
        assertEquals("hi you", text(run(tool, "greet you")));
        var workingDir = Path.of(run(tool, "true").metadata().workingDir());
        assertEquals("a b", workingDir.getFileName().toString());
    }

    @Test
    void aHereDocumentAndAVeryLongLineArriveWhole() throws Exception {
        run(tool, "cat > notes.txt <<'END'\nit's \"here\" $HOME `x`\n\n\ttab\nEND");
        run(tool, "printf %s '" + "é".repeat(20_000) + "' > long.txt");

        assertEquals(
                "it's \"here\" $HOME `x`\n\n\ttab\n",
                Files.readString(directory.resolve("notes.txt")));
        assertEquals("é".repeat(20_000), Files.readString(directory.resolve("long.txt")));
    }

    @Test
    void whatTheTerminalWouldTakeForKeysIsJustText() throws Exception {
        run(tool, "printf %s 'a\tb\u0003c\u0004d\u001be' > keys.txt");

        assertEquals("a\tb\u0003c\u0004d\u001be", Files.readString(directory.resolve("keys.txt")));
    }

    @Test
    void anUnfinishedQuoteIsASyntaxErrorAtOnceAndTheNextCommandRuns() throws Exception {
        var seen = run(tool, "echo 'never closed");

        assertEquals(2, seen.exitCode());
        assertTrue(text(seen).contains("unexpected EOF"), text(seen));
        assertEquals("after", text(run(tool, "echo after")));
    }

    @Test
    void traceUnsetAndTopLevelReturnDoNotConfuseTheShell() throws Exception {
        run(tool, "set -xu");

        var traced = run(tool, "echo traced");
        assertTrue(text(traced).endsWith("++ echo traced\ntraced"), text(traced));
        assertEquals("", traced.metadata().prefix());
        run(tool, "set +xu");
        assertEquals(2, run(tool, "return 4").exitCode());
        run(tool, "PROMPT_COMMAND= PS1='me> '");
        assertEquals("still", text(run(tool, "echo still")));
    }

    @Test
    void disabledBuiltinsDoNotHangTheShell() throws Exception {
        for (var name : List.of("printf", "read", "eval", "type", "builtin", "printf builtin")) {
            assertEquals(0, within(tool, 120, "enable -n " + name).exitCode(), name);
            assertEquals("alive", text(within(tool, 120, "echo alive")), name);
        }
    }

    @Test
    void aPromptCommandOfOnesOwnIsNotHeard() throws Exception {
        run(tool, "PROMPT_COMMAND='echo noise'");

        var next = run(tool, "echo next");

        assertEquals("next", text(next));
        assertEquals("", next.metadata().prefix());
    }

    @Test
    void standardOutputSentElsewhereDoesNotLoseTheEnd() throws Exception {
        assertEquals(0, run(tool, "exec 5>&1 > elsewhere.txt").exitCode());
        assertEquals("", text(run(tool, "echo gone")));
        run(tool, "exec >&5");

        assertEquals("gone", text(run(tool, "cat elsewhere.txt")));
    }

    @Test
    void echoTurnedOnByAProgramShowsNoCommand() throws Exception {
        run(tool, "stty sane");

        assertEquals("clean", text(run(tool, "echo clean")));
    }

    @Test
    void nothingWeUseIsInheritedByPrograms() throws Exception {
        assertEquals("0 1 2 3", text(run(tool, "ls /proc/self/fd | tr '\\n' ' '")));
        assertEquals("", text(run(tool, "env | grep -e '^PS1' -e '^__agent'")));
        assertEquals("", text(run(tool, "history")));
    }

    @Test
    void theShellIsATerminalOfFixedSizeWithPlainPagers() throws Exception {
        assertEquals("200 256", text(run(tool, "stty size")));
        assertEquals("yes cat cat openhands",
                text(run(tool, "[ -t 0 ] && echo yes $PAGER $GIT_PAGER $AI_AGENT")));
        assertEquals("h", text(run(tool, "echo \"h\" ; : 'no !history'")));
    }

    @Test
    void aBackgroundJobDoesNotHoldTheCallAndItsOutputComesWithTheNext() throws Exception {
        run(tool, "mkfifo gate done");
        var started = run(tool, "{ read < gate; echo from the job; echo > done; } &");
        assertEquals(0, started.exitCode());

        var opened = run(tool, "echo > gate; read < done; echo mine");

        assertTrue(text(opened).startsWith("from the job\n"), text(opened));
    }

    @Test
    void outputOfJobsBetweenTwoCallsIsToldApart() throws Exception {
        run(tool, "mkfifo gate");
        run(tool, "{ read < gate; echo late words; echo > told; } &");
        Files.writeString(directory.resolve("gate"), "go\n");
        Conditions.until(() -> Files.exists(directory.resolve("told")));

        var seen = run(tool, "echo mine");

        assertEquals("mine", text(seen));
        assertTrue(seen.metadata().prefix().contains("late words"), seen.metadata().prefix());
    }

    @Test
    void moreThanOneStatementIsRefusedWithAList() throws Exception {
        var seen = run(tool, "echo one > f\necho two");

        assertTrue(seen.isError());
        assertNull(seen.exitCode());
        assertTrue(text(seen).startsWith("Cannot execute multiple commands at once."));
        assertTrue(text(seen).endsWith("(1) echo one > f\n(2) echo two"), text(seen));
        assertFalse(Files.exists(directory.resolve("f")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "[{\"a\": 1}]", "[\"ls\"]", "['ls']", "[[1]]", "{\"command\": 1}", "{'a': 1}"
    })
    void whatLooksLikeALiteralIsRefused(String command) throws Exception {
        var seen = run(tool, command);

        assertTrue(seen.isError());
        assertNull(seen.exitCode());
        assertEquals(TerminalNotes.LITERAL, text(seen));
    }

    @Test
    void aBashConditionIsNoLiteral() throws Exception {
        assertEquals(0, run(tool, "[[ -d . ]]").exitCode());
    }

    @Test
    void emptyAndInputWithoutARunningCommandAreRefused() throws Exception {
        assertEquals("No previous running command to retrieve logs from.", text(run(tool, "")));
        var typed = Terminals.type(tool, "y");
        assertTrue(typed.isError());
        assertEquals("No previous running command to interact with.", text(typed));
    }

    @Test
    void resetTogetherWithInputIsAnError() {
        var action = new TerminalAction("x", true, null, true);

        var error = assertThrows(ToolException.class, () -> tool.run(action));
        assertEquals("Cannot use reset=True with is_input=True", error.getMessage());
    }

    @Test
    void whatTheModelReadsEndsWithDirectoryAndExitCode() throws Exception {
        var parts = run(tool, "echo out; false").forModel();

        var read = ((TextContent) parts.getFirst()).text();
        assertTrue(read.startsWith("out\n[The command completed with exit code 1.]\n"), read);
        assertTrue(read.contains("\n[Current working directory: " + directory + "]"), read);
        assertTrue(read.endsWith("\n[Command finished with exit code 1]"), read);
    }
}
