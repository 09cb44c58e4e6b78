package agentserver.cli;

import agentserver.base.fault.Fault;
import agentserver.base.json.Uuids;
import agentserver.conversation.disk.PythonExchange;
import agentserver.conversation.layout.PythonLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Takes conversations of another server among those of this one: one directory, or all in a directory.
/// What they were taken from stays as it is.
record ImportCommand(Streams streams, Map<String, String> environment) implements Command {

    private static final Usage USAGE = new Usage("import", "DIR", 1, 1,
            "take in conversations of a Python server, or of another one", List.of(Flag.CONFIG));

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments) {
        var conversations = Conversations.configured(arguments, environment);
        var exchange = conversations.exchange(conversations.root());
        try {
            for (var source : sources(Path.of(arguments.words().getFirst()))) {
                streams.out().println(source + ": conversation " + exchange.take(source));
            }
            return ExitCode.OK;
        } catch (IOException | Fault e) {
            streams.err().println("agent-server: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static List<Path> sources(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new IOException(directory + " is not a directory");
        }
        var isOne = PythonLayout.id(directory.toRealPath().getFileName().toString()).isPresent();
        return isOne
                ? List.of(directory.toRealPath())
                : PythonExchange.ids(directory).stream()
                        .map(id -> directory.resolve(Uuids.hex(id))).toList();
    }
}
