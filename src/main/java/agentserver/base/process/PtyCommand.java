package agentserver.base.process;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What runs on a [Pty].
///
/// @param arguments   the program, an absolute path, and its arguments
/// @param directory   where it starts; absolute
/// @param environment all of its environment: nothing is inherited
/// @param size        of the terminal
/// @param sideInput   whether descriptor 3 is a pipe that [Pty#writeSide] feeds
public record PtyCommand(
        List<String> arguments,
        Path directory,
        Map<String, String> environment,
        WindowSize size,
        boolean sideInput) {

    public PtyCommand {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a command has at least a program");
        }
    }

    /// The same command with one more variable.
    PtyCommand with(String name, String value) {
        var all = new HashMap<>(environment);
        all.put(name, value);
        return new PtyCommand(arguments, directory, all, size, sideInput);
    }
}
