package agentserver.tool.terminal;

import agentserver.tool.ToolAnnotations;
import agentserver.tool.ToolDefinition;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/// What a model and a client are told about the `terminal` tool. The limit it names is the real
/// one.
final class TerminalDescription {

    private static final String TEXT = """
            Runs a bash command in a shell that lasts through the conversation.

            ### One command per call
            * Directory, variables, functions, aliases and background jobs stay for the next call.
            * A call takes one command. Join steps with `&&` or `;`; pipes, loops, here-documents and
              functions over several lines are fine. Separate commands on separate lines are refused.

            ### Commands that take long, or never end
            * A call returns when its command ends. Without `timeout` it also returns once the command
              has written nothing for SECONDS seconds; with `timeout` it returns after so many seconds.
            * The command then still runs, with exit code -1. Call again with an empty `command` to read
              more of its output, with `is_input` to type into it, or with `C-c` as input to end it. No
              other command is run before that one has ended.
            * Start servers and the like in the background, with their output in a file:
              `python3 -m http.server 8000 > server.log 2>&1 &`

            ### Output
            * You see at most 30,000 characters: the beginning and the end. The notice between them
              names the file that holds all of it.
            * Colours and cursor moves are left out, and known secrets are hidden.

            ### Good habits
            * Look at a directory before you create files in it, and prefer absolute paths to `cd`.
            * Avoid `exit` and `set -e` at the top level: they end the shell. A new one replaces it,
              without the old one's state; `reset` asks for that.
            """;

    private static final String COMMAND = """
            The bash command to run. Empty: read more output of the command that still runs. With \
            `is_input`: the text to type, followed by Enter; or, if it is nothing else, one of these \
            keys, without Enter: ENTER, TAB, BS, ESC, UP, DOWN, LEFT, RIGHT, HOME, END, PGUP, PGDN, or \
            a letter with Control: C-c (interrupt), C-d (end of input), C-z (suspend).""";

    private static final String IS_INPUT = """
            True to type `command` into the command that still runs, false (the default) to run it as a \
            command of its own.""";

    private static final String TIMEOUT = """
            After how many seconds the call returns at the latest, whether or not the command has ended. \
            Without it, the call returns once the command has been silent for SECONDS seconds; set it \
            for work that is silent for longer, such as an installation or a build.""";

    private static final String RESET = """
            True to end the shell with all its processes and start a new one, for when it does not react \
            any more. Its variables are lost. `command` then runs in the new shell, and may be empty. \
            Not together with `is_input`.""";

    private TerminalDescription() {}

    static ToolDefinition definition(Duration quiet) {
        var annotations =
                new ToolAnnotations(TerminalTool.NAME, false, true, false, true);
        return ToolDefinition.of(
                "TerminalTool", TerminalTool.NAME, with(TEXT, quiet), "Terminal", annotations);
    }

    static ObjectNode parameters(Duration quiet) {
        var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        var properties = schema.putObject("properties");
        describe(properties, "command", "string", COMMAND);
        describe(properties, "is_input", "boolean", IS_INPUT);
        describe(properties, "timeout", "number", with(TIMEOUT, quiet));
        describe(properties, "reset", "boolean", RESET);
        schema.putArray("required").add("command");
        return schema;
    }

    private static void describe(ObjectNode properties, String name, String type, String text) {
        properties.putObject(name).put("type", type).put("description", text);
    }

    private static String with(String text, Duration quiet) {
        return text.replace("SECONDS", TerminalNotes.seconds(quiet.toNanos() / 1e9)).strip();
    }
}
