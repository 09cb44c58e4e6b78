package agentserver.tool.terminal;

import agentserver.tool.Tool;
import agentserver.tool.ToolDefinition;
import agentserver.tool.ToolException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.locks.ReentrantLock;

/// Runs commands in a bash that lasts as long as the conversation is loaded: directory, variables
/// and functions stay from call to call. The shell is started with the first command.
///
/// A call returns when its command ends, when the command has written nothing for a while, or at
/// the call's own limit; in the last two cases it goes on running, and later calls read on, type
/// into it or end it. When the shell itself ends, the next command gets a new one.
///
/// **Threads**: calls wait for each other, in order: there is one shell, so that what one call
/// changed the next one sees, also when a model asks for several at once. An interrupt of the
/// calling thread presses Ctrl-C; a command that does not heed it keeps running. Source: contract 10
/// §2.
public final class TerminalTool implements Tool<TerminalAction> {

    static final String NAME = "terminal";

    private static final Duration INTERRUPT_WAIT = Duration.ofMillis(750);
    private static final Duration END_WAIT = Duration.ofSeconds(5);

    private final ShellLaunch launch;
    private final TerminalReport report;
    private final CommandRules rules;
    private final ReentrantLock turns = new ReentrantLock(true);
    private final ReentrantLock lock = new ReentrantLock(); // guards session, closed
    private Optional<TerminalSession> session = Optional.empty();
    private boolean closed;

    TerminalTool(ShellLaunch launch, CommandRules rules, String shownDirectory) {
        this.launch = launch;
        this.rules = rules;
        this.report = new TerminalReport(launch, shownDirectory);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ToolDefinition definition() {
        return TerminalDescription.definition(launch.quiet());
    }

    @Override
    public ObjectNode parameters() {
        return TerminalDescription.parameters(launch.quiet());
    }

    @Override
    public Class<TerminalAction> actionType() {
        return TerminalAction.class;
    }

    /// @throws ToolException when `reset` and `isInput` are both set
    @Override
    public TerminalObservation run(TerminalAction action) throws InterruptedException {
        if (action.reset() && action.isInput()) {
            throw new ToolException("Cannot use reset=True with is_input=True");
        }
        turns.lockInterruptibly();
        try {
            return answer(action);
        } catch (IOException failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException(failure.getMessage());
            }
            return TerminalObservation.refusal(
                    action.command(), "The terminal can't be used: " + failure.getMessage());
        } finally {
            turns.unlock();
        }
    }

    @Override
    public void interrupt() {
        current().ifPresent(TerminalSession::interrupt);
    }

    /// Ends the shell and everything it started; takes some milliseconds, and seconds when
    /// something does not want to end.
    @Override
    public void close() {
        replace(true);
    }

    private TerminalObservation answer(TerminalAction action)
            throws IOException, InterruptedException {
        if (!action.isInput() && rules.looksLikeLiteral(action.command().strip())) {
            return TerminalObservation.refusal(action.command(), TerminalNotes.LITERAL);
        }
        if (!action.reset()) {
            return execute(action, "");
        }
        replace(false);
        if (action.command().isBlank()) {
            open();
            return report.reset();
        }
        return report.afterReset(execute(action, ""));
    }

    /// @param note what to say before the output
    private TerminalObservation execute(TerminalAction action, String note)
            throws IOException, InterruptedException {
        var live = current();
        if (live.isPresent() && live.get().ended() && !live.get().untold()) {
            var code = live.get().exitCode();
            replace(false);
            return execute(action, TerminalNotes.shellWasReplaced(code));
        }
        var busy = live.filter(s -> s.running() || s.untold());
        if (action.isInput() || action.command().isBlank()) {
            return busy.isPresent()
                    ? resume(busy.get(), action)
                    : TerminalObservation.refusal(action.command(), action.isInput()
                            ? TerminalNotes.NOTHING_TO_TYPE_INTO : TerminalNotes.NOTHING_TO_READ);
        }
        var refusal = rules.refusal(action);
        if (refusal.isPresent()) {
            return TerminalObservation.refusal(action.command(), refusal.get());
        }
        if (busy.isPresent() && busy.get().running()) {
            return report.stillRunning(action, busy.get(), await(busy.get(), OptionalDouble.of(0)));
        }
        return begin(action, busy, note);
    }

    private TerminalObservation begin(
            TerminalAction action, Optional<TerminalSession> untold, String note)
            throws IOException, InterruptedException {
        var notes = new StringBuilder(note);
        if (untold.isPresent()) {
            notes.append(report.rest(untold.get(), await(untold.get(), OptionalDouble.empty())));
            if (untold.get().ended()) {
                replace(false);
            }
        }
        var shell = started(action.command().strip(), notes);
        var heard = await(shell, limit(action));
        return report.of(action, shell, heard, notes.toString());
    }

    /// A shell that runs the command: a new one when the old one turns out to have just ended.
    private TerminalSession started(String command, StringBuilder notes) throws IOException {
        var exports = SecretExports.of(launch.secrets().namedIn(command));
        var shell = open();
        try {
            shell.start(exports, command);
            return shell;
        } catch (InterruptedIOException deaf) { // it lives, but does not listen
            if (!shell.running()) {
                throw deaf;
            }
            replace(false);
            throw new IOException(deaf.getMessage() + TerminalNotes.WAS_CLOSED);
        } catch (IOException failure) {
            if (!shell.awaitIdle(END_WAIT)) { // its end is heard a moment after it
                replace(false);
                throw new IOException(failure.getMessage() + TerminalNotes.WAS_CLOSED);
            }
        }
        replace(false);
        notes.append(TerminalNotes.shellWasReplaced(shell.exitCode()));
        var next = open();
        next.start(exports, command);
        return next;
    }

    /// Reads on in a command that runs, or has ended since the last call, after typing what was
    /// given.
    private TerminalObservation resume(TerminalSession shell, TerminalAction action)
            throws IOException, InterruptedException {
        var typed = false;
        if (action.isInput() && !action.command().isEmpty() && shell.running()) {
            press(shell, action.command());
            typed = true;
        }
        return report.further(action, shell, await(shell, limit(action)), typed);
    }

    private static void press(TerminalSession shell, String input) throws IOException {
        var key = SpecialKey.named(input);
        if (key.isPresent() && key.get().shown().equals("CTRL+C")) {
            shell.pressControlC(); // it must work, too, when the program reads nothing
            return;
        }
        shell.type(key.map(SpecialKey::typed).orElseGet(() -> line(input)));
    }

    private TerminalSession.Heard await(TerminalSession shell, OptionalDouble limit)
            throws InterruptedException {
        try {
            return shell.await(limit);
        } catch (InterruptedException stop) {
            shell.interrupt();
            shell.awaitIdle(INTERRUPT_WAIT);
            throw stop;
        }
    }

    private TerminalSession open() throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("it is closed");
            }
            if (session.isEmpty()) {
                session = Optional.of(TerminalSession.open(launch));
            }
            return session.get();
        } finally {
            lock.unlock();
        }
    }

    private Optional<TerminalSession> current() {
        lock.lock();
        try {
            return session;
        } finally {
            lock.unlock();
        }
    }

    private void replace(boolean forGood) {
        var old = Optional.<TerminalSession>empty();
        lock.lock();
        try {
            old = session;
            session = Optional.empty();
            closed |= forGood;
        } finally {
            lock.unlock();
        }
        old.ifPresent(TerminalSession::close);
    }

    private static OptionalDouble limit(TerminalAction action) {
        return action.timeout() == null
                ? OptionalDouble.empty() : OptionalDouble.of(action.timeout());
    }

    private static String line(String text) {
        return (text.endsWith("\n") ? text.substring(0, text.length() - 1) : text) + "\r";
    }
}
