package agentserver.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/// What the image's build runs to record the start-up cache. Not for people: help does not show it.
record TrainCommand(Streams streams, OwnServer servers) implements Command {

    static final String NAME = "--train";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String meaning() {
        return "";
    }

    @Override
    public List<Flag> flags() {
        return List.of();
    }

    @Override
    public int run(Arguments arguments) {
        try {
            var directory = Files.createTempDirectory("agent-server-training");
            try (var server = servers.start(directory)) {
                new Training(server.address()).run(directory.resolve("workspace"));
                return ExitCode.OK;
            } finally {
                DemoCommand.delete(directory);
            }
        } catch (IOException | IllegalStateException e) {
            streams.err().println("agent-server: training: " + e.getMessage());
            return ExitCode.FAILED;
        } catch (InterruptedException _) { // the build wants it to end
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }
}
