package agentserver.cli;

import agentserver.base.log.Log;
import java.util.List;
import java.util.Map;

/// The program as it is called from a shell.
///
/// ```java
/// var streams = new Streams(System.out, System.err);
/// var cli = new Cli(version, streams, environment, Log.installed(), Main::serve);
/// System.exit(cli.run(args));
/// ```
///
/// Exit codes are those of [ExitCode]; a usage error is one line on standard error.
public final class Cli {

    private final Version version;
    private final Streams streams;
    private final List<Command> commands;
    private final TrainCommand training;

    /// @param environment the variables of the process, copied before they were erased
    /// @param log         set up when the server is to be served, and left alone by other commands
    /// @param servers     for commands that need a server of their own
    public Cli(Version version, Streams streams, Map<String, String> environment, Log log,
            Serve serve, OwnServer servers) {
        this.version = version;
        this.streams = streams;
        commands = List.of(new ServeCommand(streams, environment, log, serve),
                new DemoCommand(streams, servers), new OpenApiCommand(streams, servers),
                new ConfigCommand(new ConfigCheck(streams), environment),
                new ConfigCommand(new ConfigShow(streams), environment),
                new FsckCommand(streams),
                new ExportCommand(streams, environment), new ImportCommand(streams, environment));
        training = new TrainCommand(streams, environment);
    }

    /// Does what the arguments say and returns the exit code.
    public int run(String... args) {
        try {
            if (List.of(args).equals(List.of(TrainCommand.NAME))) {
                return training.run();
            }
            return run(Arguments.parse(List.of(args)));
        } catch (UsageException misunderstood) {
            streams.err().println("agent-server: " + misunderstood.getMessage()
                    + " (see agent-server --help)");
            return ExitCode.USAGE;
        }
    }

    private int run(Arguments arguments) {
        if (arguments.has(Flag.HELP) || arguments.words().equals(List.of("help"))) {
            streams.out().print(Help.text(commands));
            return ExitCode.OK;
        }
        if (arguments.has(Flag.VERSION)) {
            streams.out().println(version);
            return ExitCode.OK;
        }
        var command = command(arguments.words());
        var usage = command.usage();
        if (!usage.takes(Math.max(0, arguments.words().size() - words(command)))) {
            throw new UsageException("use it like this: agent-server " + usage.call());
        }
        for (var flag : arguments.flags().keySet()) {
            if (!usage.flags().contains(flag)) {
                throw new UsageException(usage.name() + " does not take " + flag.text());
            }
        }
        return command.run(arguments.without(words(command)));
    }

    /// The command that the words begin with; other words are its operands.
    private Command command(List<String> words) {
        if (words.isEmpty()) {
            return commands.getFirst();
        }
        var text = String.join(" ", words);
        return commands.stream()
                .filter(command -> command.usage().most() == 0
                        ? text.equals(command.usage().name())
                        : (text + " ").startsWith(command.usage().name() + " "))
                .findFirst()
                .orElseThrow(() -> new UsageException("there is no command \"" + text + "\""));
    }

    private static int words(Command command) {
        return command.usage().name().split(" ").length;
    }
}
