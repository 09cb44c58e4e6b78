package agentserver.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// Holds one conversation with the built-in demo model, in a directory that is removed afterwards.
record DemoCommand(Streams streams, OwnServer servers) implements Command {

    static final String NAME = "demo";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String meaning() {
        return "hold one conversation with the built-in demo model";
    }

    @Override
    public List<Flag> flags() {
        return List.of();
    }

    @Override
    public int run(Arguments arguments) {
        try {
            return in(Files.createTempDirectory("agent-server-demo"));
        } catch (IOException | IllegalStateException e) {
            streams.err().println("agent-server: demo: " + e.getMessage());
            return ExitCode.FAILED;
        } catch (InterruptedException _) { // the shell wants it to end
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    private int in(Path directory) throws IOException, InterruptedException {
        try (var server = servers.start(directory)) {
            var demo = new Demo(server.address(), streams.out());
            return demo.hold(directory.resolve("workspace")) ? ExitCode.OK : ExitCode.FAILED;
        } finally {
            delete(directory);
        }
    }

    static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
