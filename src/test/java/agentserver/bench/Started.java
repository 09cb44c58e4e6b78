package agentserver.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// A server process that answers, with all that it writes in one directory.
///
/// @param port        where it listens, on loopback
/// @param startMillis from exec to its first answer
record Started(Process process, int port, double startMillis) implements AutoCloseable {

    static final Path IMAGE = Path.of("target", "image").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long RETRY_NANOS = 500_000;
    private static final Pattern OWN = Pattern.compile("OH_.*|SESSION_API_KEY|AGENT_.*|JAVA_.*");

    /// The image, logging in JSON, its access log among it, to a file.
    ///
    /// @param javaOptions of the virtual machine, beside those of the launcher
    static Started image(Path dir, String... javaOptions) throws IOException {
        return image(dir, Map.of("AGENT_JAVA_OPTS", String.join(" ", javaOptions)));
    }

    /// The same, with these variables in its environment.
    static Started image(Path dir, Map<String, String> variables) throws IOException {
        var port = freePort();
        return start(dir, port, variables, List.of(
                IMAGE.resolve("bin/agent-server").toString(),
                "--host", "127.0.0.1", "--port", String.valueOf(port)));
    }

    /// The bare server that all others are compared with.
    static Started floor(Path dir) throws IOException {
        var port = freePort();
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString();
        return start(dir, port, Map.of(), List.of(java, "-XX:+UseSerialGC", "-cp", classes,
                FloorServer.class.getName(), String.valueOf(port)));
    }

    private static Started start(Path dir, int port, Map<String, String> variables,
            List<String> line) throws IOException {
        Files.createDirectories(dir);
        var command = new ProcessBuilder(new ArrayList<>(line)).directory(dir.toFile())
                .redirectOutput(dir.resolve("out.log").toFile())
                .redirectError(dir.resolve("err.log").toFile());
        var environment = command.environment();
        environment.keySet().removeIf(name -> OWN.matcher(name).matches());
        environment.put("OH_PERSISTENCE_DIR", dir.resolve("persistence").toString());
        environment.put("LOG_JSON", "1");
        environment.putAll(variables);
        var begin = System.nanoTime();
        var process = command.start();
        awaitAnswer(process, port, begin);
        return new Started(process, port, (System.nanoTime() - begin) / 1e6);
    }

    private static void awaitAnswer(Process process, int port, long begin) throws IOException {
        while (true) {
            try (var wire = new Wire(port)) {
                wire.get("/health");
                return;
            } catch (IOException notYet) {
                if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                    process.destroyForcibly();
                    throw new IOException("the server did not start", notYet);
                }
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    Accounts accounts() {
        return new Accounts(process.pid());
    }

    Wire wire() throws IOException {
        return new Wire(port);
    }

    /// Ends it, in a hurry where it takes long.
    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(2, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
