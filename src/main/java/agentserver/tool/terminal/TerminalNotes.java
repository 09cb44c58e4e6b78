package agentserver.tool.terminal;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the terminal says to the model in its own words. The facts, and the first words of those
/// that clients look for, are from contract 10 §2.5.
final class TerminalNotes {

    static final String NOTHING_TO_READ =
            "No previous running command to retrieve logs from.";
    static final String NOTHING_TO_TYPE_INTO =
            "No previous running command to interact with.";
    static final String PREVIOUS_OUTPUT =
            "[Below is the output of the previous command.]\n";
    static final String RESET =
            "The terminal was reset: this is a new shell in the first working directory. Variables, "
                    + "functions and running processes of the old one are gone.";
    static final String LITERAL =
            "The command looks like a list or an object of a programming language, not like shell text. "
                    + "Pass the command line itself as one string, for example: ls -la";
    static final String STILL_RUNNING =
            "\n[The previous command is still running, so the new one was NOT executed. To go on with the "
                    + "previous one, send an empty command to read more output, or set is_input to true "
                    + "to type into it; is_input with \"C-c\" ends it.]";

    static final String UNSHOWN =
            "[The output can't be shown: what is secret in it could not be masked.]";
    static final String WAS_CLOSED =
            "; it was closed, and the next command gets a new shell in the first working directory";

    private static final String HOW_TO_CONTINUE =
            "It is still running: send an empty command to read more output, set is_input to true to type "
                    + "into it, send \"C-c\" with is_input to end it, or call again with a longer timeout "
                    + "to wait.";

    private TerminalNotes() {}

    static String quiet(Duration limit) {
        return "\n[The command has no new output after %s seconds. %s]".formatted(
                seconds(limit.toNanos() / 1e9), HOW_TO_CONTINUE);
    }

    static String timedOut(double limitSeconds) {
        return "\n[The command timed out after %s seconds. %s]".formatted(
                seconds(limitSeconds), HOW_TO_CONTINUE);
    }

    /// @param key what was pressed, or empty
    static String completed(int exitCode, String key) {
        var sent = key.isEmpty() ? "" : " " + key + " was sent.";
        return "\n[The command completed with exit code %d.%s]".formatted(exitCode, sent);
    }

    static String shellEnded(int exitCode) {
        return "\n[The shell itself ended with exit code %d, and with it its variables, functions and "
                .formatted(exitCode)
                + "running processes. The next command gets a new shell in the first working directory.]";
    }

    static String shellWasReplaced(int exitCode) {
        return "[The shell had ended with exit code %d; this command ran in a new one, in the first "
                .formatted(exitCode)
                + "working directory.]\n";
    }

    static String before(String text) {
        return text.isEmpty()
                ? ""
                : "[Output since the last call, of background jobs or traps:]\n" + text
                        + "\n[Output of this command:]\n";
    }

    static String endedBefore(int exitCode, String text) {
        return "[The previous command has ended with exit code %d. The rest of its output:]\n%s"
                .formatted(exitCode, text)
                + "\n[Output of this command:]\n";
    }

    static String notTyped() {
        return " Nothing was typed: it had already ended.";
    }

    static String severalCommands(List<String> statements) {
        var list = IntStream.range(0, statements.size())
                .mapToObj(i -> "(%d) %s".formatted(i + 1, statements.get(i)))
                .collect(Collectors.joining("\n"));
        return "Cannot execute multiple commands at once.\nRun them one call at a time, or join them "
                + "with && or ; into one command line. These were found:\n" + list;
    }

    static String overTheCap(double timeout, double capSeconds) {
        return ("The timeout of %s seconds is more than the %s seconds that a command may hold the "
                + "terminal here: this machine may be stopped when it looks idle for longer. Run long "
                + "work in the background (append &, send its output to a file) and look at it from "
                + "time to time, or use a shorter timeout.")
                .formatted(seconds(timeout), seconds(capSeconds));
    }

    static String seconds(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
