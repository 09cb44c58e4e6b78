package agentserver.tool.terminal;

import agentserver.llm.TextContent;
import agentserver.tool.terminal.TerminalSession.Heard;
import java.util.List;

/// Turns what was heard from a shell into observations. What the model reads of one, all notes
/// included, is at most [TerminalObservation#LIMIT] characters. Immutable.
final class TerminalReport {

    private static final int NOTE_LIMIT = 4_000;
    private static final int LEAST_ROOM = 2_000;

    private final ShellLaunch launch;
    private final String shownDirectory;

    /// @param shownDirectory where long outputs are, as clients know it
    TerminalReport(ShellLaunch launch, String shownDirectory) {
        this.launch = launch;
        this.shownDirectory = shownDirectory;
    }

    /// Of a command just started.
    ///
    /// @param note what to say before its output
    TerminalObservation of(TerminalAction action, TerminalSession shell, Heard heard, String note) {
        var prefix = note + TerminalNotes.before(heard.before().finish(NOTE_LIMIT));
        return observation(action, shell, heard, prefix, suffix(action, shell, heard, ""));
    }

    /// Of a command started by an earlier call.
    ///
    /// @param typed whether the action's text was typed
    TerminalObservation further(
            TerminalAction action, TerminalSession shell, Heard heard, boolean typed) {
        var asked = action.isInput() && !action.command().isEmpty();
        var key = SpecialKey.named(action.command()).filter(k -> typed && k.control());
        var note = asked && !typed ? TerminalNotes.notTyped() : "";
        var suffix = suffix(action, shell, heard, key.map(SpecialKey::shown).orElse(""));
        heard.before().discard();
        return observation(action, shell, heard, TerminalNotes.PREVIOUS_OUTPUT, suffix + note);
    }

    /// Of a new command that had to wait for a running one; it has not been run.
    TerminalObservation stillRunning(TerminalAction action, TerminalSession shell, Heard heard) {
        var running = observation(
                action, shell, heard, TerminalNotes.PREVIOUS_OUTPUT, TerminalNotes.STILL_RUNNING);
        heard.before().discard();
        return new TerminalObservation(
                running.content(), true, running.command(), running.exitCode(), false,
                running.metadata(), shownDirectory);
    }

    /// What an earlier command wrote to its end, unasked, as a note before the output of the next.
    String rest(TerminalSession shell, Heard heard) {
        heard.before().discard();
        var text = heard.output().finish(NOTE_LIMIT);
        return heard.ending() == TerminalSession.Ending.SHELL_ENDED
                ? text + TerminalNotes.shellWasReplaced(shell.exitCode())
                : TerminalNotes.endedBefore(shell.last().exitCode(), text);
    }

    /// Of a reset alone.
    TerminalObservation reset() {
        var metadata = new TerminalMetadata(
                0, -1, null, null, launch.directory().toString(), null, "", "");
        return new TerminalObservation(
                List.of(TextContent.of(TerminalNotes.RESET)), false, "[RESET]", 0, false, metadata,
                shownDirectory);
    }

    /// Of a command that was run, or refused, after a reset.
    TerminalObservation afterReset(TerminalObservation ran) {
        var text = ((TextContent) ran.content().getFirst()).text();
        return new TerminalObservation(
                List.of(TextContent.of(TerminalNotes.RESET + "\n\n" + text)),
                ran.isError(), "[RESET] " + ran.command(), ran.exitCode(), ran.timeout(),
                ran.metadata(), ran.fullOutputSaveDir());
    }

    private TerminalObservation observation(
            TerminalAction action, TerminalSession shell, Heard heard, String prefix, String suffix) {
        var ending = heard.ending();
        var exitCode = switch (ending) {
            case FINISHED -> shell.last().exitCode();
            case SHELL_ENDED -> shell.exitCode();
            case QUIET, TIMED_OUT -> -1;
        };
        var metadata = metadata(shell.last(), exitCode, prefix, suffix);
        var notes = prefix.length() + suffix.length() + metadata.footer().length()
                + (action.reset() ? TerminalNotes.RESET.length() + 2 : 0);
        var room = Math.max(LEAST_ROOM, TerminalObservation.LIMIT - notes);
        return new TerminalObservation(
                List.of(TextContent.of(heard.output().finish(room))),
                ending == TerminalSession.Ending.SHELL_ENDED, action.command(), exitCode,
                exitCode == -1, metadata, shownDirectory);
    }

    private TerminalMetadata metadata(
            ShellMark.End last, int exitCode, String prefix, String suffix) {
        var directory = last.directory().isEmpty()
                ? launch.directory().toString() : last.directory();
        return new TerminalMetadata(
                exitCode, -1, last.username(), last.hostname(), directory, last.python(), prefix,
                suffix);
    }

    private String suffix(TerminalAction action, TerminalSession shell, Heard heard, String key) {
        return switch (heard.ending()) {
            case FINISHED -> TerminalNotes.completed(shell.last().exitCode(), key);
            case SHELL_ENDED -> TerminalNotes.shellEnded(shell.exitCode());
            case QUIET -> TerminalNotes.quiet(launch.quiet());
            case TIMED_OUT -> TerminalNotes.timedOut(action.timeout());
        };
    }
}
