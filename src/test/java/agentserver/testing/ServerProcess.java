package agentserver.testing;

import agentserver.server.status.Build;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;

/// The server as a process of its own, from the compiled classes: for what only a process has, as
/// signals, exit codes and open files. Everything it writes goes below one directory.
public final class ServerProcess implements AutoCloseable {

    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final List<Class<?>> ONE_OF_EACH_MODULE = List.of(Build.class,
            ObjectMapper.class, JsonFactory.class, JsonInclude.class, Server.class,
            HttpHeader.class, EndPoint.class, Callback.class, CoreSession.class,
            WebSocketMappings.class, org.slf4j.LoggerFactory.class);

    private final Process process;
    private final Path directory;
    private volatile Optional<URI> base = Optional.empty(); // until it listens

    private ServerProcess(Process process, Path directory) {
        this.process = process;
        this.directory = directory;
    }

    /// Starts a server on a port that it picks, and waits until it is healthy.
    public static ServerProcess start(
            Path directory, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        var server = launch(directory, environment, arguments);
        try {
            Await.until("the server to be healthy", PATIENCE, server::isHealthy);
            return server;
        } catch (AssertionError late) {
            server.close();
            throw new AssertionError("the server said:\n" + server.log(), late);
        }
    }

    /// Starts a server that is expected to end by itself.
    public static ServerProcess launch(
            Path directory, Map<String, String> environment, String... arguments)
            throws IOException {
        // whoever runs the tests with nohup ignores hangups, and a child would inherit that
        var line = new ArrayList<>(List.of("env", "--default-signal=HUP,INT"));
        line.addAll(commandLine());
        line.addAll(List.of("--port", "0"));
        line.addAll(List.of(arguments));
        var command = new ProcessBuilder(line).directory(directory.toFile());
        command.environment().keySet().removeIf(name ->
                name.startsWith("OH_") || name.startsWith("LOG_") || name.equals("SESSION_API_KEY")
                        || name.equals("CI"));
        command.environment().put("OH_PERSISTENCE_DIR", directory.resolve("home").toString());
        command.environment().put("OH_CONVERSATION_WORKTREE_ROOT",
                directory.resolve("worktrees").toString());
        command.environment().putAll(environment);
        var process = command.redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.log").toFile()).start();
        return new ServerProcess(process, directory);
    }

    /// What starts the server, without arguments.
    public static List<String> commandLine() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m",
                "--add-opens=jdk.httpserver/sun.net.httpserver=agentserver",
                "--enable-native-access=agentserver", "--module-path", modules(),
                "--module", "agentserver/agentserver.Main");
    }

    /// Where it is.
    ///
    /// @throws IllegalStateException when it was not started by [#start]
    public URI base() {
        return base.orElseThrow(() -> new IllegalStateException("it need not listen"));
    }

    public ApiClient client(String key) {
        return new ApiClient(base(), key);
    }

    /// All that it wrote to its standard streams so far.
    public String log() throws IOException {
        return Files.readString(directory.resolve("server.log"));
    }

    /// Sends a signal: `HUP`, `TERM`, `INT`.
    public void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
    }

    /// Waits for the end, and returns the exit code.
    ///
    /// @throws AssertionError when it still runs at the deadline
    public int awaitEnd(Duration deadline) throws InterruptedException {
        if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still running after " + deadline.toMillis() + " ms");
        }
        return process.exitValue();
    }

    public List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /// What its open files are, but for connections, which come and go with its clients, and what
    /// the virtual machine waits for them with.
    public List<String> openFiles() throws IOException, InterruptedException {
        var open = new ArrayList<String>();
        try (var entries = Files.list(proc("fd"))) {
            for (var entry : entries.toList()) {
                ifThere(() -> Files.readSymbolicLink(entry).toString()).ifPresent(open::add);
            }
        }
        return open.stream().filter(file -> !file.matches("(socket|anon_inode):.*"))
                .sorted().toList();
    }

    /// The names of its threads, but for those that the virtual machine keeps as it needs them.
    public List<String> threads() throws IOException, InterruptedException {
        var names = new ArrayList<String>();
        try (var tasks = Files.list(proc("task"))) {
            for (var task : tasks.toList()) {
                ifThere(() -> Files.readString(task.resolve("comm")).strip())
                        .ifPresent(names::add);
            }
        }
        return names.stream().filter(name -> !name.startsWith("ForkJoinPool")
                && !name.matches("C[12] Compiler.*|VirtualThread-.*|.*Poller.*|GC.*"))
                .sorted().toList();
    }

    @Override
    public void close() {
        children().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException _) { // it ends without being watched
            Thread.currentThread().interrupt();
        }
    }

    private Path proc(String name) {
        return Path.of("/proc", String.valueOf(process.pid()), name);
    }

    /// What the system says of a thing that may end while it is asked.
    private static Optional<String> ifThere(Await.Look<String> look) throws InterruptedException {
        try {
            return Optional.of(look.look());
        } catch (IOException _) { // it has ended
            return Optional.empty();
        }
    }

    private boolean isHealthy() throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new AssertionError("the server ended with code " + process.exitValue());
        }
        if (base.isEmpty()) {
            base = ServerAddress.in(log());
            return false;
        }
        try (var client = client("")) {
            return client.get("/health").status() == 200;
        } catch (IOException _) { // not listening yet
            return false;
        }
    }

    private static String modules() {
        return ONE_OF_EACH_MODULE.stream().map(ServerProcess::place).distinct()
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
