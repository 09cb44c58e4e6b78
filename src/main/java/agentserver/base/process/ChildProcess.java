package agentserver.base.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A program without a terminal, run to its end or ended with everything it started.
///
/// Its environment is exactly what was given. Closing it kills what still runs, so use it in a
/// try-with-resources. **Threads**: any thread may call any method; a stream has one reader.
public final class ChildProcess implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration FORCE = Duration.ofSeconds(1);
    private static final Duration REAPED = Duration.ofSeconds(5);

    private final Process process;
    private final ProcessTree tree;

    private ChildProcess(Process process, ProcessTree tree) {
        this.process = process;
        this.tree = tree;
    }

    /// Starts `arguments[0]`, looked up in the server's `PATH` unless it is a path.
    ///
    /// @throws IOException when it can't be run or the directory not be entered
    public static ChildProcess start(
            List<String> arguments, Path directory, Map<String, String> environment)
            throws IOException {
        ProcessHardening.carryOut();
        var mark = ProcessTree.newMark();
        var builder = new ProcessBuilder(arguments).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put(ProcessTree.MARK, mark);
        var process = builder.start();
        return new ChildProcess(process, ProcessTree.of(process.pid(), mark));
    }

    public long pid() {
        return process.pid();
    }

    public OutputStream input() {
        return process.getOutputStream();
    }

    public InputStream output() {
        return process.getInputStream();
    }

    public InputStream errors() {
        return process.getErrorStream();
    }

    /// Waits for the end of the program itself; false when it does not come in time.
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// `128 + n` when signal `n` ended it.
    ///
    /// @throws IllegalThreadStateException while it runs
    public int exitCode() {
        return process.exitValue();
    }

    /// Waits for the end, reading both outputs and closing the input; at the limit of time, kills.
    ///
    /// @param limitBytes how much of each output is kept; the rest is read and dropped
    /// @throws InterruptedException after the tree was killed
    public ChildResult collect(int limitBytes, Duration limit)
            throws IOException, InterruptedException {
        try (this) {
            input().close();
            var output = LimitedReader.start(output(), limitBytes);
            var errors = LimitedReader.start(errors(), limitBytes);
            var ended = awaitEnd(limit);
            if (!ended) {
                kill();
                awaitEnd(REAPED); // its exit code is told a moment after its end
            }
            output.await(GRACE);
            errors.await(GRACE);
            var code = process.isAlive() ? -1 : process.exitValue();
            return new ChildResult(
                    code, !ended, output.text(), errors.text(), output.cut() || errors.cut());
        }
    }

    /// Ends the program and everything it started: politely, after a second by force.
    public void kill() {
        tree.kill(GRACE, FORCE);
    }

    /// Kills what still runs and closes the streams.
    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
        closeQuietly(input());
        closeQuietly(output());
        closeQuietly(errors());
    }

    private static void closeQuietly(AutoCloseable stream) {
        try {
            stream.close();
        } catch (Exception _) {
            // The process is gone: nobody waits for what could not be written.
        }
    }
}
