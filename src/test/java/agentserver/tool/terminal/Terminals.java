package agentserver.tool.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import agentserver.llm.TextContent;
import agentserver.tool.ToolContext;
import agentserver.tool.ToolSecrets;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Makes real terminals for tests, and reads their observations.
final class Terminals {

    static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", System.getenv("PATH"), "HOME", "/nonexistent", "LANG", "C.UTF-8");

    /// Makes the file `begun`, and sleeps until a signal comes, which ends it at once from then on.
    static final String SLEEP = "sh -c 'echo > begun; exec sleep 1000'";

    private static final double PATIENCE_SECONDS = 120;

    private Terminals() {}

    static TerminalTool in(Path directory) {
        return in(directory, params());
    }

    static TerminalTool in(Path directory, ObjectNode params) {
        return with(ToolSecrets.NONE, directory, params);
    }

    static TerminalTool with(ToolSecrets secrets, Path directory, ObjectNode params) {
        var context = new ToolContext(
                directory, directory.resolve("conversation"), "workspace/conversations/1",
                ENVIRONMENT, secrets, false);
        var tools = new TerminalToolFactory(Optional.empty()).create(context, params);
        return (TerminalTool) tools.getFirst();
    }

    static ObjectNode params() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// Params with which a silent command is left after a moment.
    static ObjectNode impatient() {
        return params().put("no_change_timeout_seconds", 0.3);
    }

    static TerminalObservation run(TerminalTool tool, String command) throws InterruptedException {
        return tool.run(TerminalAction.of(command));
    }

    /// Runs a command to its end, however slow the machine is.
    static TerminalObservation done(TerminalTool tool, String command) throws InterruptedException {
        return within(tool, PATIENCE_SECONDS, command);
    }

    /// Types what ends the running command, and waits for that.
    static TerminalObservation typeLast(TerminalTool tool, String text)
            throws InterruptedException {
        return tool.run(new TerminalAction(text, true, PATIENCE_SECONDS, false));
    }

    /// What the running command writes, from `first` on, until `wanted` is there: a slow machine
    /// shows it to several calls.
    static String heard(TerminalTool tool, TerminalObservation first, String wanted)
            throws InterruptedException {
        var heard = new StringBuilder(text(first));
        for (var seen = first; heard.indexOf(wanted) < 0; heard.append(text(seen))) {
            assertEquals(-1, seen.exitCode(), () -> "the command has ended, and said " + heard);
            seen = within(tool, 0.2, "");
        }
        return heard.toString();
    }

    static TerminalObservation type(TerminalTool tool, String text) throws InterruptedException {
        return tool.run(new TerminalAction(text, true, null, false));
    }

    static TerminalObservation within(TerminalTool tool, double seconds, String command)
            throws InterruptedException {
        return tool.run(new TerminalAction(command, false, seconds, false));
    }

    static String text(TerminalObservation observation) {
        return ((TextContent) observation.content().getFirst()).text();
    }
}
