package agentserver.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.json.Json;
import agentserver.llm.MessageToolCall;
import agentserver.tool.FinishAction;
import agentserver.tool.FinishTool;
import agentserver.tool.SecurityRisk;
import agentserver.tool.ShellAction;
import agentserver.tool.ShellTool;
import agentserver.tool.ThinkTool;
import agentserver.tool.ToolContexts;
import agentserver.tool.ToolRegistry;
import agentserver.tool.ToolSpec;
import agentserver.tool.editor.EditorCommand;
import agentserver.tool.editor.FileEditorAction;
import agentserver.tool.editor.FileEditorTool;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToolCallReaderTest {

    private static final ToolRegistry REGISTRY = new ToolRegistry(List.of(
            ShellTool.factory(), FileEditorTool.factory(_ -> false), FinishTool.factory(),
            ThinkTool.factory()));

    private final ToolCallReader reader = reader(true, "terminal", "file_editor");

    @Test
    void aGoodCallBecomesAnActionWithItsRiskAndSummary() {
        var call = accepted("terminal",
                "{\"command\":\"ls\",\"security_risk\":\"HIGH\",\"summary\":\"look\"}");

        assertEquals(new ShellAction("ls", false, null), call.action());
        assertEquals(SecurityRisk.HIGH, call.risk());
        assertEquals("look", call.summary());
        assertEquals("terminal", call.tool().name());
    }

    @Test
    void argumentsAreStoredAgainWithBlanksAfterCommasAndColons() {
        var call = accepted("terminal",
                "{\"command\":\"a\\n\u00e9\",\"security_risk\":\"LOW\",\"timeout\":null,\"summary\":\"s\"}");

        assertEquals("{\"command\": \"a\\n\u00e9\", \"security_risk\": \"LOW\", \"summary\": \"s\"}",
                call.call().arguments());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "{\"a\":1}{\"b\":2} | something follows the end of the JSON, at line 1 column 8",
        "{\"a\": NaN} | not valid JSON, at line 1 column 7",
        "{\"a\": \"x | the JSON ends before it is complete, at line 1 column 9",
        "{'a': 1} | not valid JSON, at line 1 column 2"
    }, quoteCharacter = '`')
    void whatIsWrongWithArgumentsIsSaidInOurWords(String arguments, String fault) {
        assertEquals("Error validating tool 'terminal': " + fault
                + ". Arguments: unparseable JSON", rejected("terminal", arguments).error());
    }

    @Test
    void idAndOriginOfACallStay() {
        var raw = new MessageToolCall("c1", "r1", "finish", "{\"message\": \"ok\"}", "responses");

        assertEquals(raw, reader.read(raw).call());
    }

    @Test
    void anUnknownToolIsAnsweredWithTheAvailableOnes() {
        var call = rejected("no_such_tool", "{\"x\": 1}");

        assertEquals("Tool 'no_such_tool' not found. Available: "
                + "['terminal', 'file_editor', 'finish', 'think']", call.error());
        assertEquals("no_such_tool", call.call().name());
        assertEquals("{\"x\": 1}", call.call().arguments());
    }

    @Test
    void argumentsThatAreNoJsonAreReplacedByOnesThatAre() {
        var call = rejected("terminal", "{\"command\": \"ls");

        assertTrue(call.error().startsWith("Error validating tool 'terminal': "));
        assertTrue(call.error().endsWith(". Arguments: unparseable JSON"));
        assertEquals("{\"_openhands_malformed_tool_call\": true, \"error\": "
                + PythonText.json(TextNode.valueOf(call.error()))
                + "}", call.call().arguments());
    }

    @Test
    void aMissingParameterIsNamedAndWhatWasGivenIsListed() {
        var call = rejected("terminal", "{\"summary\": \"no command\"}");

        assertEquals("Error validating tool 'terminal': command: required, but missing. "
                + "Parameters provided: []", call.error());
        assertEquals("{\"summary\": \"no command\"}", call.call().arguments());
    }

    @Test
    void everyWrongParameterIsNamedAndNoValueRepeated() {
        var call = rejected("file_editor", "{\"command\": \"explode\", \"path\": 7, "
                + "\"view_range\": [1, \"s3cret\"], \"colour\": \"s3cret\"}");

        assertEquals("Error validating tool 'file_editor': "
                + "command: expected one of 'view', 'create', 'str_replace', 'insert', 'undo_edit'; "
                + "path: expected string, got number; "
                + "view_range[1]: expected integer, got string; "
                + "colour: no such parameter. "
                + "Parameters provided: ['command', 'path', 'view_range', 'colour']", call.error());
    }

    @Test
    void noArgumentsAtAllAreAnEmptyObject() {
        for (var nothing : List.of("", "  ", "null", "[]", "\"text\"", "7")) {
            assertTrue(rejected("finish", nothing).error().endsWith("Parameters provided: []"));
        }
    }

    @Test
    void rawLineEndsInsideATextAreForgiven() {
        var call = accepted("think", "{\"thought\": \"one\ntwo\tthree\"}");

        assertEquals("{\"thought\": \"one\\ntwo\\tthree\"}", call.call().arguments());
    }

    @Test
    void textAfterTheArgumentsIsNotForgiven() {
        assertTrue(rejected("think", "{\"thought\": \"one\"} and more").error()
                .endsWith("unparseable JSON"));
    }

    @Test
    void nestingWithoutEndIsAnAnswerAndNoException() {
        assertTrue(rejected("think", "[".repeat(100_000)).error().endsWith("unparseable JSON"));
    }

    @Test
    void nullArgumentsAreLeftOut() {
        var call = accepted("file_editor",
                "{\"command\": \"view\", \"path\": \"/a\", \"view_range\": null}");

        assertEquals("{\"command\": \"view\", \"path\": \"/a\"}", call.call().arguments());
    }

    @Test
    void aMisspeltRiskIsARisk() {
        for (var name : List.of("security_rort", "securtiy_risk", "security_riks")) {
            assertEquals(SecurityRisk.MEDIUM, accepted("terminal",
                    "{\"command\": \"ls\", \"" + name + "\": \"MEDIUM\"}").risk());
        }
    }

    @Test
    void aRiskThatIsNoneIsRefusedWhereSomebodyAnalyzes() {
        var arguments = "{\"command\": \"ls\", \"security_risk\": \"extreme\"}";

        assertEquals("Error validating tool 'terminal': security_risk: expected one of 'UNKNOWN', "
                + "'LOW', 'MEDIUM', 'HIGH'. Parameters provided: ['command']",
                rejected("terminal", arguments).error());
        var unasked = reader(false, "terminal").read(call("terminal", arguments));
        assertEquals(SecurityRisk.UNKNOWN,
                assertInstanceOf(CheckedCall.Accepted.class, unasked).risk());
    }

    @Test
    void withoutAnAnalyzerOrForAToolThatOnlyReadsTheRiskIsUnknown() {
        var unasked = reader(false, "terminal").read(
                call("terminal", "{\"command\": \"ls\", \"security_risk\": \"HIGH\"}"));

        assertEquals(SecurityRisk.UNKNOWN,
                assertInstanceOf(CheckedCall.Accepted.class, unasked).risk());
        assertEquals(SecurityRisk.UNKNOWN,
                accepted("finish", "{\"message\": \"x\", \"security_risk\": \"HIGH\"}").risk());
        assertEquals(SecurityRisk.UNKNOWN, accepted("terminal", "{\"command\": \"ls\"}").risk());
    }

    @Test
    void aCallWithoutASummaryIsDescribedByItsArguments() {
        var blank = "{\"command\": \"ls\", \"summary\": \" \", \"security_risk\": \"LOW\"}";

        assertEquals("terminal: {\"command\": \"ls\"}", accepted("terminal", blank).summary());
    }

    @Test
    void aDescriptionIsBounded() {
        var arguments = "{\"thought\": \"" + "x".repeat(100_000) + "\"}";

        assertTrue(accepted("think", arguments).summary().length() < 1_100);
    }

    @Test
    void rubbishAfterANameIsCutOff() {
        assertEquals("think", accepted("think </parameter", "{\"thought\": \"x\"}").call().name());
        var editor = accepted("str_replace </parameter",
                "{\"path\": \"/a\", \"old_str\": \"x\", \"new_str\": \"y\"}");
        assertEquals("file_editor", editor.call().name());
    }

    @Test
    void namesFromElsewhereAreKnown() {
        for (var name : List.of("bash", "command", "execute", "execute_bash")) {
            var call = accepted(name, "{\"command\": \"ls\"}");
            assertEquals("terminal", call.call().name());
            assertEquals(new ShellAction("ls", false, null), call.action());
        }
        assertEquals("file_editor", accepted("str_replace_editor",
                "{\"command\": \"view\", \"path\": \"/a\"}").call().name());
    }

    @Test
    void anAliasNeedsItsTool() {
        var call = reader(true, "file_editor").read(call("bash", "{\"command\": \"ls\"}"));

        assertEquals("Tool 'bash' not found. Available: ['file_editor', 'finish', 'think']",
                assertInstanceOf(CheckedCall.Rejected.class, call).error());
    }

    @Test
    void gitAndResetAreWordsOfTheCommand() {
        assertEquals("git status", command("git", "{\"command\": \"status\", \"cwd\": \"/x\"}"));
        assertEquals("git log", command("git", "{\"command\": \"git log\"}"));
        assertEquals("reset --hard", command("reset", "{\"command\": \"--hard\"}"));
        assertEquals("git gitk", command("git", "{\"command\": \"gitk\"}"));
        assertEquals("git", command("git", "{}"));
    }

    @Test
    void aBareShellWordIsRunWithItsSummaryAndRisk() {
        var call = accepted("ls", "{\"summary\": \"look\", \"security_risk\": \"LOW\"}");

        assertEquals("{\"command\": \"ls\", \"security_risk\": \"LOW\", \"summary\": \"look\"}",
                call.call().arguments());
        assertEquals("pwd", command("pwd", ""));
        assertEquals("find", command("find", "{}"));
        assertTrue(rejected("ls", "{\"path\": \"/x\"}").error().startsWith("Tool 'ls' not found."));
    }

    @Test
    void aGrepBecomesAQuotedCommand() {
        var command = command("grep",
                "{\"pattern\": \"it's $HOME\", \"path\": \"/a b\", \"include\": \"*.java\"}");

        assertTrue(command.contains("--regexp 'it'\\''s $HOME' -- '/a b'"));
        assertTrue(command.contains("-e 'it'\\''s $HOME' -- '/a b'"));
        assertTrue(command.contains("--glob '*.java'"));
        assertTrue(rejected("grep", "{}").error().startsWith("Tool 'grep' not found."));
    }

    @Test
    void theEditorsCommandIsInferred() {
        assertEquals(EditorCommand.STR_REPLACE,
                edit("{\"path\": \"/a\", \"old_str\": \"x\", \"new_str\": \"y\"}").command());
        assertEquals(EditorCommand.INSERT,
                edit("{\"path\": \"/a\", \"insert_line\": 1, \"new_str\": \"y\"}").command());
        assertEquals(EditorCommand.CREATE,
                edit("{\"path\": \"/a\", \"file_text\": \"x\"}").command());
        assertEquals(EditorCommand.VIEW, edit("{\"path\": \"/a\"}").command());
        assertTrue(rejected("file_editor", "{\"new_str\": \"y\"}").error()
                .contains("command: required, but missing; path: required, but missing"));
    }

    @Test
    void aListInATextIsDecoded() {
        var path = "{\"path\": \"/a\", \"view_range\": ";

        assertEquals(List.of(1, 5), edit(path + "\"[1, 5]\"}").viewRange());
        assertEquals(List.of(1, 5), edit(path + "\"[1, 5]</parameter>\"}").viewRange());
        assertTrue(rejected("file_editor", path + "\"1, 5\"}").error()
                .contains("view_range: expected array, got string"));
    }

    @Test
    void aNumberAndATruthValueInATextAreDecoded() {
        assertEquals(3, edit("{\"path\": \"/a\", \"insert_line\": \"3\"}").insertLine());
        assertEquals(3, edit("{\"path\": \"/a\", \"insert_line\": 3.0}").insertLine());
        assertEquals(new ShellAction("ls", true, 2.5), accepted("terminal",
                "{\"command\": \"ls\", \"is_input\": \"true\", \"timeout\": \"2.5\"}").action());
        assertTrue(rejected("file_editor", "{\"path\": \"/a\", \"insert_line\": \"3 lines\"}").error()
                .contains("insert_line: expected integer, got string"));
    }

    @Test
    void linesInAListBecomeAText() {
        assertEquals("one\ntwo",
                edit("{\"path\": \"/a\", \"file_text\": [\"one\", \"two\"]}").fileText());
        assertEquals("one\ntwo\n",
                edit("{\"path\": \"/a\", \"file_text\": [\"one\\n\", \"two\\n\"]}").fileText());
        assertTrue(rejected("file_editor", "{\"path\": \"/a\", \"file_text\": [1]}").error()
                .contains("file_text: expected string, got array"));
    }

    @Test
    void aNumberTooLargeForTheActionIsRefused() {
        var call = rejected("file_editor", "{\"path\": \"/a\", \"insert_line\": 99999999999}");

        assertTrue(call.error().contains("insert_line: "));
        assertFalse(call.error().contains("java"));
    }

    @Test
    void theKindOfAnActionIsNotTheModelsToChoose() {
        assertTrue(rejected("finish", "{\"message\": \"x\", \"kind\": \"ThinkAction\"}").error()
                .contains("kind: no such parameter"));
    }

    @Test
    void finishIsReadAsItsAction() {
        assertEquals(new FinishAction("bye"),
                accepted("finish", "{\"message\": \"bye\"}").action());
    }

    private String command(String name, String arguments) {
        return ((ShellAction) accepted(name, arguments).action()).command();
    }

    private FileEditorAction edit(String arguments) {
        return (FileEditorAction) accepted("file_editor", arguments).action();
    }

    private CheckedCall.Accepted accepted(String name, String arguments) {
        return assertInstanceOf(
                CheckedCall.Accepted.class, reader.read(call(name, arguments)));
    }

    private CheckedCall.Rejected rejected(String name, String arguments) {
        return assertInstanceOf(
                CheckedCall.Rejected.class, reader.read(call(name, arguments)));
    }

    private static MessageToolCall call(String name, String arguments) {
        return MessageToolCall.completion("call_1", name, arguments);
    }

    private static ToolCallReader reader(boolean analyzed, String... names) {
        var specs = List.of(names).stream().map(ToolSpec::of).toList();
        var tools = REGISTRY.create(
                specs, List.of("FinishTool", "ThinkTool"), Optional.empty(),
                ToolContexts.in(Path.of("/work")));
        return new ToolCallReader(new Json(REGISTRY.kinds()).strict(), tools, () -> analyzed);
    }
}
