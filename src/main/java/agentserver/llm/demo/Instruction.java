package agentserver.llm.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Something that the demo model understands.
sealed interface Instruction {

    /// A fenced block, a span in backticks, or an order to write.
    Pattern PATTERN = Pattern.compile("""
            ```(?:\\w*\\R)?(?<block>.*?)```\
            |`(?<command>[^`]+)`\
            |\\bwrite[ \\t]+(?<name>[^\\s:`]+)[ \\t]*:[ \\t]*(?<text>[^\\r\\n`]*)""",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /// Words that lead from a text to the next command, as in "write a.txt: hello, then `cat
    /// a.txt`".
    Pattern CONNECTIVE = Pattern.compile("[,;]?\\s+(?:and then|and run|then run|and|then|run)$");

    /// Run a command in the terminal.
    record Run(String command) implements Instruction {}

    /// Make a file. The name may be a path.
    record Write(String name, String text) implements Instruction {}

    /// What stands in `text`, in order: commands in backticks (or in a fenced block), and
    /// `write NAME: TEXT`, whose text ends with its line or where a backtick begins.
    static List<Instruction> in(String text) {
        var found = new ArrayList<Instruction>();
        var matcher = PATTERN.matcher(text);
        while (matcher.find()) {
            if (matcher.group("name") != null) {
                var content = CONNECTIVE.matcher(matcher.group("text").strip()).replaceFirst("");
                found.add(new Write(matcher.group("name"), content));
                continue;
            }
            var block = matcher.group("block");
            var command = (block == null ? matcher.group("command") : block).strip();
            if (!command.isEmpty()) {
                found.add(new Run(command));
            }
        }
        return found;
    }
}
