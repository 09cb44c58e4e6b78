package agentserver.conversation;

import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import agentserver.testing.ServerAddress;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The program in a process of its own, whose whole output is kept.
final class LoggingServer implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final URI base;

    private LoggingServer(Process process, Path log, URI base) {
        this.process = process;
        this.log = log;
        this.base = base;
    }

    static LoggingServer start(Path directory, String key)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        var log = directory.resolve("log");
        var places = System.getProperty("jdk.module.path", "") + ":"
                + System.getProperty("java.class.path") + ":" + Path.of("target/classes").toAbsolutePath();
        var builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=jdk.httpserver/sun.net.httpserver=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED", "-cp", places,
                "agentserver.Main", "serve", "--host", "127.0.0.1", "--port", "0"));
        builder.environment().keySet().removeIf(name -> name.startsWith("OH_"));
        builder.environment().putAll(Map.of(
                "OH_SESSION_API_KEYS_0", key,
                "OH_PERSISTENCE_DIR", directory.resolve("home").toString(),
                "LOG_LEVEL", "DEBUG"));
        var process = builder.directory(directory.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            var base = Await.value("the server to say its port", PATIENCE,
                    () -> ServerAddress.in(Files.readString(log)), Optional::isPresent);
            var server = new LoggingServer(process, log, base.orElseThrow());
            Await.until("the server to answer", PATIENCE, server::answers);
            return server;
        } catch (AssertionError late) {
            process.destroyForcibly();
            throw new AssertionError("the server said:\n" + Files.readString(log), late);
        }
    }

    private boolean answers() throws InterruptedException {
        try {
            return get("/health", Map.of()) == 200;
        } catch (IOException _) { // not yet
            return false;
        }
    }

    URI base() {
        return base;
    }

    int get(String path, Map<String, String> headers) throws IOException, InterruptedException {
        try (var client = new ApiClient(base, "")) {
            return client.send("GET", path, headers, new byte[0]).status();
        }
    }

    String stopAndRead() throws IOException, InterruptedException {
        process.destroy();
        process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
