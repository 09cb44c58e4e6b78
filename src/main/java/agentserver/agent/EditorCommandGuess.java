package agentserver.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// The command of a `file_editor` call that has none, from the arguments that only one command takes.
/// Source: contract 08 §7.1.3.
final class EditorCommandGuess {

    private static final String COMMAND = "command";
    private static final Map<String, String> SIGNS = new LinkedHashMap<>();

    static {
        SIGNS.put("old_str", "str_replace");
        SIGNS.put("insert_line", "insert");
        SIGNS.put("file_text", "create");
        SIGNS.put("path", "view");
    }

    private EditorCommandGuess() {}

    /// The arguments with a command in front, or as they are when there is one, nothing to tell it by, or
    /// the tool is another.
    static ObjectNode complete(String tool, ObjectNode arguments) {
        if (!tool.equals("file_editor") || arguments.has(COMMAND)) {
            return arguments;
        }
        for (var sign : SIGNS.entrySet()) {
            if (arguments.has(sign.getKey())) {
                var completed = JsonNodeFactory.instance.objectNode();
                completed.put(COMMAND, sign.getValue());
                return completed.setAll(arguments);
            }
        }
        return arguments;
    }
}
