package agentserver.tool.terminal;

import agentserver.base.process.Pty;
import agentserver.base.process.PtyCommand;
import agentserver.base.process.PtyListener;
import agentserver.base.process.WindowSize;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// One bash on one terminal, with at most one command at a time.
///
/// The shell tells by marks in its output where a command's own output begins and ends; see
/// [ShellScript]. The terminal's thread follows them ([#output]); whoever waits ([#await]) is woken
/// when the command or the shell ends, or by its own deadline, and looks at nothing in between.
///
/// Output goes to the command that runs. What is written while none does (by background jobs) is
/// kept for the next call. `lock` guards everything but the writes to the terminal; [#start] and
/// [#type] are called by one thread at a time, the other methods by any.
final class TerminalSession implements AutoCloseable {

    private static final Logger LOG = System.getLogger(TerminalSession.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final WindowSize SIZE = new WindowSize(256, 200);
    private static final Duration EXIT_WAIT = Duration.ofSeconds(2);
    private static final Duration PRESS_AGAIN = Duration.ofMillis(250);

    private enum State { IDLE, RUNNING, ENDED }

    /// Why [#await] returned.
    enum Ending { FINISHED, SHELL_ENDED, QUIET, TIMED_OUT }

    /// What was heard until [#await] returned.
    ///
    /// @param before what was written before the command began
    /// @param output the command's own, since the last time it was asked for
    record Heard(Ending ending, OutputSpool before, OutputSpool output) {}

    private final ShellLaunch launch;
    private final ShellScript script;
    private final MarkScanner scanner;
    private final Transcript transcript;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Pty pty;
    private State state = State.IDLE;
    private long number;
    private long lastOutputNanos;
    private OptionalLong pressAgainNanos = OptionalLong.empty();
    private ShellMark.End last = new ShellMark.End(0, 0, "", "", "", "");
    private OutputSpool before;
    private Optional<OutputSpool> finished = Optional.empty();
    private int exitCode;

    private TerminalSession(ShellLaunch launch) {
        this.launch = launch;
        this.script = new ShellScript(nonce());
        this.transcript = new Transcript(launch.observationsDir(), launch.secrets());
        this.before = new OutputSpool(launch.observationsDir());
        this.scanner = new MarkScanner(script.fence(), new Marks());
    }

    /// Starts a shell; does not wait until it is ready, since commands may be sent at once.
    ///
    /// @throws IOException when it can't be started
    static TerminalSession open(ShellLaunch launch) throws IOException {
        var session = new TerminalSession(launch);
        var command = new PtyCommand(
                List.of(launch.shell().toString(), "--noprofile", "--norc", "--noediting", "-i"),
                launch.directory(), launch.environment(), SIZE, true);
        session.pty = Pty.start(command, session.new Output());
        session.pty.write(ShellScript.FIRST_LINE);
        session.pty.writeSide(session.script.init());
        return session;
    }

    /// Sends a command to an idle shell. A shell that got a part of it is of no more use: it will wait
    /// for the rest, and is to be closed.
    ///
    /// @param exports bash text run silently before it
    /// @throws IOException when the shell has ended or does not listen; [#running] tells whether it got
    ///         a part
    void start(String exports, String command) throws IOException {
        var next = begin();
        try {
            pty.restoreModes();
            pty.write(script.line(next));
        } catch (InterruptedIOException nothing) {
            if (nothing.bytesTransferred == 0) {
                unbegin();
            }
            throw nothing;
        }
        pty.writeSide(script.message(next, exports, command));
    }

    /// Types into the running command.
    void type(String text) throws IOException {
        pty.write(text);
    }

    /// Presses Ctrl-C, once.
    void pressControlC() {
        pty.interrupt();
    }

    /// Presses Ctrl-C if a command runs, and once more if it still does a moment later: bash forgets
    /// a signal that comes while it is about to start a program.
    void interrupt() {
        lock.lock();
        try {
            if (state == State.RUNNING) {
                pty.interrupt();
                pressAgainNanos = OptionalLong.of(System.nanoTime() + PRESS_AGAIN.toNanos());
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Waits until the command or the shell ends, `limitSeconds` have passed, or, without a limit,
    /// the command has been quiet for too long. A command that ended since the last call has ended
    /// now.
    Heard await(OptionalDouble limitSeconds) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var entered = System.nanoTime();
            while (state == State.RUNNING) {
                var left = limitSeconds.isPresent()
                        ? entered + (long) (limitSeconds.getAsDouble() * 1e9) - System.nanoTime()
                        : Math.max(entered, lastOutputNanos) + launch.quiet().toNanos()
                                - System.nanoTime();
                if (left <= 0) {
                    return heard(limitSeconds.isPresent() ? Ending.TIMED_OUT : Ending.QUIET);
                }
                awaitChange(left);
            }
            if (Thread.interrupted()) { // who is told to stop also ends the command: that is no result
                throw new InterruptedException();
            }
            return heard(state == State.ENDED ? Ending.SHELL_ENDED : Ending.FINISHED);
        } finally {
            lock.unlock();
        }
    }

    /// Waits until no command runs; false when that does not come in time. Heeds no interrupt.
    boolean awaitIdle(Duration limit) {
        lock.lock();
        try {
            var deadline = System.nanoTime() + limit.toNanos();
            while (state == State.RUNNING && System.nanoTime() < deadline) {
                awaitChangeUninterrupted(deadline - System.nanoTime());
            }
            return state != State.RUNNING;
        } finally {
            lock.unlock();
        }
    }

    boolean running() {
        return is(State.RUNNING);
    }

    boolean ended() {
        return is(State.ENDED);
    }

    /// Whether a command has ended whose end was not yet told by [#await].
    boolean untold() {
        lock.lock();
        try {
            return finished.isPresent();
        } finally {
            lock.unlock();
        }
    }

    /// The last end of a command; its directory is empty until the shell is ready.
    ShellMark.End last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /// The shell's exit code, once it has [#ended].
    int exitCode() {
        lock.lock();
        try {
            return exitCode;
        } finally {
            lock.unlock();
        }
    }

    /// Ends the shell and everything it started; an idle shell may run its exit traps, for two
    /// seconds at most. A second call does nothing.
    @Override
    public void close() {
        try {
            if (is(State.IDLE)) {
                pty.write("builtin exit\nbuiltin exit\n"); // the second if jobs are stopped
                pty.awaitEnd(EXIT_WAIT);
            }
        } catch (IOException _) {
            // It has ended already, or does not listen: force comes next.
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        pty.close();
        discardAll();
    }

    private static String nonce() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private boolean is(State asked) {
        lock.lock();
        try {
            return state == asked;
        } finally {
            lock.unlock();
        }
    }

    private long begin() throws IOException {
        lock.lock();
        try {
            if (state != State.IDLE) {
                throw new IOException("the shell is " + state);
            }
            state = State.RUNNING;
            lastOutputNanos = System.nanoTime();
            pressAgainNanos = OptionalLong.empty();
            return ++number;
        } finally {
            lock.unlock();
        }
    }

    private void unbegin() {
        lock.lock();
        try {
            if (state == State.RUNNING) {
                state = State.IDLE;
            }
        } finally {
            lock.unlock();
        }
    }

    private Heard heard(Ending ending) {
        var output = finished.orElseGet(transcript::cutWithin);
        var heard = new Heard(ending, before, output);
        before = new OutputSpool(launch.observationsDir());
        finished = Optional.empty();
        return heard;
    }

    private void discardAll() {
        lock.lock();
        try {
            transcript.discard();
            before.discard();
            finished.ifPresent(OutputSpool::discard);
            finished = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void awaitChange(long nanos) throws InterruptedException {
        if (pressAgainNanos.isEmpty()) {
            changed.awaitNanos(nanos);
            return;
        }
        var left = pressAgainNanos.getAsLong() - System.nanoTime();
        if (left > 0) {
            changed.awaitNanos(Math.min(nanos, left));
            return;
        }
        pressAgainNanos = OptionalLong.empty();
        pty.interrupt();
    }

    private void awaitChangeUninterrupted(long nanos) {
        var interrupted = Thread.interrupted();
        try {
            awaitChange(nanos);
        } catch (InterruptedException _) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// The terminal's side of the session, on the terminal's thread.
    private final class Output implements PtyListener {

        @Override
        public void output(byte[] bytes, int length) {
            lock.lock();
            try {
                scanner.accept(bytes, length);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void ended(int code) {
            lock.lock();
            try {
                hearTheRest();
            } catch (RuntimeException failure) { // what is not masked is not shown
                LOG.log(Level.ERROR, "the last output of a shell is lost", failure);
                transcript.discard();
                if (state == State.RUNNING) {
                    finished = Optional.of(unshown());
                }
            } finally {
                state = State.ENDED;
                exitCode = code;
                changed.signalAll();
                lock.unlock();
            }
        }

        private void hearTheRest() {
            scanner.finish();
            transcript.endProgram();
            if (state == State.RUNNING) {
                finished = Optional.of(transcript.cut());
            }
        }

        private OutputSpool unshown() {
            var said = new OutputSpool(launch.observationsDir());
            said.accept(TerminalNotes.UNSHOWN);
            return said;
        }
    }

    /// Where the marks part the output, under `lock`. A mark that is not expected, such as the end
    /// of a command told twice, says nothing new.
    private final class Marks implements MarkScanner.Listener {

        @Override
        public void output(byte[] bytes, int from, int to) {
            transcript.accept(bytes, from, to);
            lastOutputNanos = System.nanoTime();
        }

        @Override
        public void mark(ShellMark mark) {
            switch (mark) {
                case ShellMark.Begin begin when begin.number() == number -> {
                    transcript.endProgram();
                    before = transcript.cut();
                }
                case ShellMark.End end when end.number() == 0 -> {
                    last = end;
                    transcript.discard();
                }
                case ShellMark.End end when end.number() == number && state == State.RUNNING -> {
                    transcript.endProgram();
                    finished = Optional.of(transcript.cut());
                    last = end;
                    state = State.IDLE;
                    changed.signalAll();
                }
                case ShellMark _ -> { }
            }
        }
    }
}
