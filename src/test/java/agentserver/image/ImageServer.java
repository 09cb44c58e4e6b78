package agentserver.image;

import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import agentserver.testing.ServerAddress;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A server started from the linked image, on a free port, with all that it writes in one directory
/// and nothing of the environment's own configuration.
public final class ImageServer implements AutoCloseable {

    static final Path IMAGE = Path.of("target", "image").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Variables that configure the server; and the locale, which most containers do not set.
    private static final Pattern OWN = Pattern.compile("OH_.*|SESSION_API_KEY|AGENT_.*|LANG|LC_.*");

    private final Process process;
    private final URI base;
    private final ApiClient client;

    private ImageServer(Process process, URI base) {
        this.process = process;
        this.base = base;
        client = new ApiClient(base, "");
    }

    /// Says that there is an image, or skips the test: see [Wanted].
    public static void require() {
        Wanted.require(Files.isExecutable(IMAGE.resolve("bin/agent-server")),
                "target/image, which scripts/image links");
    }

    /// Starts a server and waits until it is healthy.
    ///
    /// @param dir takes the server's data and its output
    public static ImageServer start(Path dir) throws IOException, InterruptedException {
        return start(dir, Map.of());
    }

    /// The same, with these variables.
    static ImageServer start(Path dir, Map<String, String> environment)
            throws IOException, InterruptedException {
        var log = dir.resolve("server.log");
        var command = command(dir, "--port", "0")
                .redirectErrorStream(true).redirectOutput(log.toFile());
        command.environment().putAll(environment);
        var process = command.start();
        try {
            var server = new ImageServer(process, address(process, log));
            Await.until("the server to be healthy", PATIENCE, server::healthy);
            return server;
        } catch (AssertionError notHealthy) {
            end(process);
            throw new AssertionError("the server said:\n" + Files.readString(log), notHealthy);
        }
    }

    private static URI address(Process process, Path log)
            throws IOException, InterruptedException {
        return Await.value("the server to listen", PATIENCE, () -> {
            requireAlive(process);
            return ServerAddress.in(Files.readString(log));
        }, Optional::isPresent).orElseThrow();
    }

    /// What a command said and how it ended.
    record Ended(int code, String out, String err) {}

    /// Runs the launcher to its end.
    static Ended run(Path dir, String... arguments) throws IOException, InterruptedException {
        var out = new File(dir.toFile(), "out");
        var err = new File(dir.toFile(), "err");
        var process = command(dir, arguments).redirectOutput(out).redirectError(err).start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + List.of(arguments));
        }
        var said = Files.readString(out.toPath());
        return new Ended(process.exitValue(), said, Files.readString(err.toPath()));
    }

    public URI base() {
        return base;
    }

    ApiClient client() {
        return client;
    }

    /// The processes that the server started and that still run.
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /// Asks the server to end, as `kill` and container platforms do.
    ///
    /// @return the exit code
    /// @throws AssertionError if it is still there at the deadline
    int terminate(Duration deadline) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still there " + deadline.toMillis() + " ms after SIGTERM");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        client.close();
        end(process);
    }

    /// Waits for the end: who is still there could still write into the directory.
    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException _) { // it ends without being watched
            Thread.currentThread().interrupt();
        }
    }

    private static void requireAlive(Process process) {
        if (!process.isAlive()) {
            throw new AssertionError("the server ended with code " + process.exitValue());
        }
    }

    private boolean healthy() throws InterruptedException {
        requireAlive(process);
        try {
            return client.get("/health").status() == 200;
        } catch (IOException _) {
            return false; // not listening yet
        }
    }

    private static ProcessBuilder command(Path dir, String... arguments) {
        var line = new ArrayList<>(List.of(IMAGE.resolve("bin/agent-server").toString()));
        line.addAll(List.of(arguments));
        var command = new ProcessBuilder(line).directory(dir.toFile());
        command.environment().keySet().removeIf(name -> OWN.matcher(name).matches());
        command.environment().put("OH_PERSISTENCE_DIR", dir.resolve("persistence").toString());
        return command;
    }
}
