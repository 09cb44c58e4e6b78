package agentserver.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server in a process of its own, for what a process reads only once. It prints its port.
final class ChildServer implements AutoCloseable {

    private final Process process;

    /// @param options for the Java runtime
    ChildServer(String... options) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", System.getProperty("jdk.module.path", "") + ":"
                        + System.getProperty("java.class.path") + ":" + here()));
        command.addAll(List.of(options));
        command.add(ChildServer.class.getName());
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String here() {
        try {
            return Path.of(ChildServer.class.getResource("/golden").toURI()).getParent().toString();
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The first line that is a number: the Java runtime may have something to say before.
    int port() throws IOException {
        var lines = process.inputReader();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.matches("\\d+")) {
                return Integer.parseInt(line);
            }
        }
        throw new IOException("it has ended");
    }

    /// What it prints until it ends.
    String output() throws IOException, InterruptedException {
        var text = new String(process.getInputStream().readAllBytes());
        process.waitFor(60, TimeUnit.SECONDS);
        return text;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    static void main() throws InterruptedException {
        try (var server = RunningServer.open(router -> router
                .add(Route.get("/small", Door.PUBLIC, _ -> Answer.detail(200, "small")))
                .add(Route.post("/echo", Door.PUBLIC, exchange ->
                        Answer.bytes(200, "text/plain", exchange.bodyBytes()))))) {
            System.out.println(server.port());
            Thread.sleep(Long.MAX_VALUE);
        }
    }
}
