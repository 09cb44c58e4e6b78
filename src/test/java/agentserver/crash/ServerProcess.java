package agentserver.crash;

import agentserver.Main;
import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import agentserver.testing.ServerAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// The server in a process of its own, to be killed: the image that `crash.launcher` names, or the
/// compiled classes.
final class ServerProcess implements AutoCloseable {

    static final String KEY = "crash-key";
    private static final String LAUNCHER = System.getProperty("crash.launcher", "");
    /// It lives for a moment: no time is to go into making it fast.
    private static final String QUICK = "-Xmx300m -XX:TieredStopAtLevel=1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final CompletableFuture<URI> base = new CompletableFuture<>();
    private final CountDownLatch stopped = new CountDownLatch(1);

    private ServerProcess(Process process) {
        this.process = process;
    }

    /// Starts a server and waits until it answers.
    ///
    /// @param work   its directory
    /// @param stopAt where it is to stop for ever, as in `SYNC:40`
    static ServerProcess start(Path work, Optional<String> stopAt)
            throws IOException, InterruptedException {
        var process = new ProcessBuilder(command(stopAt)).directory(work.toFile())
                .redirectErrorStream(true);
        process.environment().keySet().removeIf(name -> name.startsWith("OH_"));
        process.environment().put("OH_PERSISTENCE_DIR", work.resolve("home").toString());
        process.environment().put("OH_SESSION_API_KEYS_0", KEY);
        process.environment().put("LOG_LEVEL", "WARNING");
        process.environment().put("AGENT_JAVA_OPTS", QUICK + stopAt.map(
                step -> " -Dagentserver.stop_at=" + step).orElse(""));
        var server = new ServerProcess(process.start());
        Thread.ofVirtual().start(server::read);
        Await.until("the server to listen", PATIENCE, server::listens);
        try (var client = server.client()) {
            Await.until("the server to answer", PATIENCE, () -> server.answers(client));
        }
        return server;
    }

    private static List<String> command(Optional<String> stopAt) {
        var command = LAUNCHER.isEmpty() ? java(stopAt) : new ArrayList<>(List.of(LAUNCHER));
        command.addAll(List.of("--host", "127.0.0.1", "--port", "0"));
        return command;
    }

    private static List<String> java(Optional<String> stopAt) {
        var path = String.join(":", System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path"), here());
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xmx300m", "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--add-opens=jdk.httpserver/sun.net.httpserver=ALL-UNNAMED"));
        stopAt.ifPresent(step -> command.add("-Dagentserver.stop_at=" + step));
        command.addAll(List.of("-cp", path, Main.class.getName()));
        return command;
    }

    /// The classes of the server, absolute: it runs in another directory.
    private static String here() {
        return Path.of("target", "classes").toAbsolutePath().toString();
    }

    private boolean listens() {
        requireAlive();
        return base.isDone();
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw new AssertionError("the server ended with code " + process.exitValue());
        }
    }

    private boolean answers(ApiClient client) throws InterruptedException {
        requireAlive();
        try {
            return client.get("/health").status() == 200 || stopped.getCount() == 0;
        } catch (IOException _) { // not listening yet
            return false;
        }
    }

    private void read() {
        try (var lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                ServerAddress.in(line + "\n").ifPresent(base::complete);
                if (line.startsWith("stopped at")) {
                    stopped.countDown();
                } else if (line.contains("ERROR") || line.contains("Exception")) {
                    System.out.println("server: " + line);
                }
            }
        } catch (IOException _) { // killed
        }
    }

    /// Waits until the server came to the point where it is to stop.
    boolean awaitStop(Duration limit) throws InterruptedException {
        return stopped.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    ApiClient client() {
        return new ApiClient(base.join(), KEY);
    }

    /// SIGKILL, and waits for the end.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /// Waits too: who is still there could still write into its directory.
    @Override
    public void close() {
        try {
            kill();
        } catch (InterruptedException _) { // it ends without being watched
            Thread.currentThread().interrupt();
        }
    }
}
