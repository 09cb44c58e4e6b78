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
import java.util.UUID;

/// Writes conversations as the Python server keeps them: one by its id or its directory, or all in a
/// directory; each to `TARGET/<id>`, where `TARGET` is `export` unless another is named.
record ExportCommand(Streams streams, Map<String, String> environment) implements Command {

    private static final Usage USAGE = new Usage("export", "DIR|ID [TARGET]", 1, 2,
            "write conversations in the Python layout, to TARGET", List.of(Flag.CONFIG));
    private static final String TARGET = "export";

    /// What was asked for.
    private record Wanted(Path root, List<UUID> ids) {}

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Arguments arguments) {
        var conversations = Conversations.configured(arguments, environment);
        var target = Path.of(arguments.words().size() > 1 ? arguments.words().get(1) : TARGET);
        try {
            var wanted = wanted(arguments.words().getFirst(), conversations.root());
            var exchange = conversations.exchange(wanted.root());
            for (var id : wanted.ids()) {
                var directory = target.resolve(Uuids.hex(id));
                var events = exchange.export(id, directory);
                streams.out().println(directory + ": " + events + " events");
            }
            return ExitCode.OK;
        } catch (IOException | Fault e) {
            streams.err().println("agent-server: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static Wanted wanted(String operand, Path root) throws IOException {
        var directory = Path.of(operand);
        if (!Files.isDirectory(directory)) {
            return new Wanted(root, List.of(id(operand)));
        }
        var id = PythonLayout.id(directory.toRealPath().getFileName().toString());
        return id.isPresent()
                ? new Wanted(directory.toRealPath().getParent(), List.of(id.get()))
                : new Wanted(directory.toRealPath(), PythonExchange.ids(directory));
    }

    private static UUID id(String text) throws IOException {
        try {
            return Uuids.parse(text);
        } catch (IllegalArgumentException _) { // said in the words of the command
            throw new IOException(text + " is neither a directory nor a conversation's id");
        }
    }
}
