package agentserver.tool.terminal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which commands are answered without being run. Source: contract 10 §2.5, rules 2, 5 and 7.
///
/// @param longestForeground the longest `timeout` that a command in the foreground may have
record CommandRules(Optional<Duration> longestForeground) {

    private static final List<String> LITERAL_STARTS =
            List.of("[{", "[\"", "['", "{\"", "{'");

    /// Whether it starts like JSON or Python; `[[ … ]]` is bash, `[[1, …` is not.
    boolean looksLikeLiteral(String command) {
        var nested = command.startsWith("[[")
                && command.length() > 2
                && !Character.isWhitespace(command.charAt(2));
        return nested || LITERAL_STARTS.stream().anyMatch(command::startsWith);
    }

    /// Why the command is not run, if it is not.
    Optional<String> refusal(TerminalAction action) {
        var command = action.command().strip();
        var cap = longestForeground.map(Duration::toNanos).map(nanos -> nanos / 1e9);
        var timeout = action.timeout() == null ? 0 : action.timeout();
        if (cap.isPresent() && timeout > cap.get() && !inBackground(command)) {
            return Optional.of(TerminalNotes.overTheCap(timeout, cap.get()));
        }
        var statements = BashStatements.split(command);
        return statements.size() > 1
                ? Optional.of(TerminalNotes.severalCommands(statements)) : Optional.empty();
    }

    private static boolean inBackground(String command) {
        return command.endsWith("&") && !command.endsWith("&&");
    }
}
