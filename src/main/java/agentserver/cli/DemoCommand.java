package agentserver.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Holds one conversation with the built-in demo model, in a directory that is removed afterwards.
record DemoCommand(Streams streams, OwnServer servers) implements Command {

    static final String NAME = "demo";

    @Override
    public Usage usage() {
        return Usage.of(NAME, "hold one conversation with the built-in demo model", List.of());
    }

    @Override
    public int run(Arguments arguments) {
        return Scratch.run(NAME, streams, this::in);
    }

    private int in(Path directory) throws IOException, InterruptedException {
        try (var server = servers.start(directory)) {
            var demo = new Demo(server.address(), streams.out());
            return demo.hold(directory.resolve("workspace")) ? ExitCode.OK : ExitCode.FAILED;
        }
    }
}
