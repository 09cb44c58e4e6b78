package agentserver.agent;

import static agentserver.tool.ToolSchema.SECURITY_RISK;
import static agentserver.tool.ToolSchema.SUMMARY;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The tool that a model meant when it called one that there is not: models use names from elsewhere,
/// and add rubbish to names. A name that is a tool's is never changed. Source: contract 08 §7.1.2.
///
/// @param name      the name of a tool, or the model's own when nothing fits
/// @param arguments the arguments, put in the form that this tool takes
record CallName(String name, ObjectNode arguments) {

    private static final String TERMINAL = "terminal";
    private static final String COMMAND = "command";

    private static final Pattern LEADING = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Set<String> SHELL_WORDS = Set.of("find", "git", "ls", "pwd");
    private static final Set<String> PREFIXED = Set.of("git", "reset");

    private static final Map<String, String> ALIASES = Map.of(
            "bash", TERMINAL,
            "command", TERMINAL,
            "execute", TERMINAL,
            "execute_bash", TERMINAL,
            "git", TERMINAL,
            "reset", TERMINAL,
            "str_replace", "file_editor",
            "str_replace_editor", "file_editor");

    /// @param tools the names of the available tools
    static CallName of(String called, ObjectNode arguments, Set<String> tools) {
        if (tools.contains(called)) {
            return new CallName(called, arguments);
        }
        var leading = LEADING.matcher(called);
        var name = leading.lookingAt() ? leading.group() : called;
        if (tools.contains(name)) {
            return new CallName(name, arguments);
        }
        return shellWord(name, arguments, tools)
                .or(() -> alias(name, arguments, tools))
                .orElseGet(() -> new CallName(called, arguments));
    }

    private static Optional<CallName> shellWord(
            String name, ObjectNode arguments, Set<String> tools) {
        if (!tools.contains(TERMINAL)) {
            return Optional.empty();
        }
        if (name.equals("grep") && arguments.path("pattern").isTextual()) {
            return Optional.of(terminal(grep(arguments), arguments));
        }
        if (SHELL_WORDS.contains(name) && ownArguments(arguments) == 0) {
            return Optional.of(terminal(name, arguments));
        }
        return Optional.empty();
    }

    private static Optional<CallName> alias(
            String name, ObjectNode arguments, Set<String> tools) {
        var target = ALIASES.get(name);
        if (target == null || !tools.contains(target)) {
            return Optional.empty();
        }
        if (PREFIXED.contains(name)) {
            var command = arguments.path(COMMAND).asText("").strip();
            var prefixed = command.equals(name) || command.startsWith(name + " ")
                    ? command : (name + " " + command).strip();
            return Optional.of(terminal(prefixed, arguments));
        }
        return Optional.of(new CallName(target, arguments));
    }

    private static CallName terminal(String command, ObjectNode arguments) {
        var kept = JsonNodeFactory.instance.objectNode().put(COMMAND, command);
        copy(SECURITY_RISK, arguments, kept);
        copy(SUMMARY, arguments, kept);
        return new CallName(TERMINAL, kept);
    }

    /// Ripgrep where there is one, for its speed; every machine with a shell has a grep.
    private static String grep(ObjectNode arguments) {
        var pattern = quoted(arguments.path("pattern").asText());
        var path = quoted(arguments.path("path").asText("."));
        var include = text(arguments, "include").map(CallName::quoted);
        return "if command -v rg >/dev/null; then rg --line-number --no-heading"
                + include.map(glob -> " --glob " + glob).orElse("")
                + " --regexp " + pattern + " -- " + path
                + "; else grep -R -n -I -E"
                + include.map(glob -> " --include " + glob).orElse("")
                + " -e " + pattern + " -- " + path + "; fi";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static long ownArguments(ObjectNode arguments) {
        return arguments.propertyStream()
                .filter(given -> !given.getKey().equals(SECURITY_RISK))
                .filter(given -> !given.getKey().equals(SUMMARY))
                .count();
    }

    private static Optional<String> text(ObjectNode arguments, String name) {
        return Optional.of(arguments.path(name)).filter(JsonNode::isTextual).map(JsonNode::asText);
    }

    private static void copy(String name, ObjectNode from, ObjectNode to) {
        if (from.has(name)) {
            to.set(name, from.get(name));
        }
    }
}
