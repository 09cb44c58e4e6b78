package agentserver.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What the image's build runs to record the start-up cache. Not for people: help does not show it.
///
/// Starts the server as its users do, through the launcher of this image, which is told to record;
/// exercises it from here, so that nothing of this client gets into the cache; and ends it by a
/// signal, upon which it writes the cache.
record TrainCommand(Streams streams, Map<String, String> environment) {

    static final String NAME = "--train";

    private static final int WRITING_SECONDS = 120;

    /// Does it, and returns the exit code.
    int run() {
        return Scratch.run("training", streams, this::train);
    }

    private int train(Path directory) throws IOException, InterruptedException {
        var port = freePort();
        var server = recorded(directory, port);
        try {
            new Training(URI.create("http://127.0.0.1:" + port)).run(directory.resolve("workspace"));
            server.destroy();
            if (!server.waitFor(WRITING_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the cache was not written in time");
            }
            return ExitCode.OK;
        } finally {
            server.destroyForcibly();
        }
    }

    private Process recorded(Path directory, int port) throws IOException {
        var launcher = Path.of(System.getProperty("java.home"), "bin", "agent-server").toString();
        var builder = new ProcessBuilder(
                launcher, "--host", "127.0.0.1", "--port", String.valueOf(port));
        builder.environment().clear();
        builder.environment().putAll(Map.of(
                "PATH", environment.getOrDefault("PATH", "/usr/bin:/bin"),
                "AGENT_RECORD", "1",
                "OH_DEFERRED_INIT", "1",
                "OH_ALLOW_OPEN_INIT", "1",
                "OH_CONVERSATION_WORKTREE_ROOT", directory.resolve("worktrees").toString(),
                "OH_PERSISTENCE_DIR", directory.resolve("home").toString()));
        return builder.directory(directory.toFile()).inheritIO().start();
    }

    private static int freePort() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }
}
