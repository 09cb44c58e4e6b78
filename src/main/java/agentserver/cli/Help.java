package agentserver.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The help text: made from the commands and flags that exist, so that it can't promise others.
final class Help {

    private Help() {}

    static String text(List<Command> commands) {
        var text = new StringBuilder("""
                Usage: agent-server [COMMAND] [OPTION]...
                Hosts coding agents over HTTP and WebSocket.

                Commands; serve is meant when none is named:
                """);
        for (var command : commands) {
            var usage = command.usage();
            text.append(String.format("  %-25s %s%n", usage.call(), usage.meaning()));
        }
        byTakers(commands).forEach((takers, flags) -> {
            text.append(String.format("%nOptions of %s:%n", takers));
            flags.forEach(flag -> text.append(flag.help()));
        });
        text.append(String.format("%nOptions of every command:%n"));
        for (var flag : Flag.values()) {
            if (flag.isGeneral()) {
                text.append(flag.help());
            }
        }
        return text.append("""

                Options win over environment variables (OH_PORT=9000), these over the configuration
                file, and that over defaults. "agent-server config show" lists every setting, its
                value and where it came from. Exit codes: 0 done, 1 failed, 2 not understood.
                """).toString();
    }

    /// Each flag once, with those that the same commands take.
    private static Map<String, List<Flag>> byTakers(List<Command> commands) {
        return Stream.of(Flag.values()).filter(flag -> !flag.isGeneral())
                .collect(Collectors.groupingBy(flag -> takers(flag, commands),
                        LinkedHashMap::new, Collectors.toList()));
    }

    private static String takers(Flag flag, List<Command> commands) {
        return commands.stream().map(Command::usage)
                .filter(usage -> usage.flags().contains(flag))
                .map(Command.Usage::name).collect(Collectors.joining(", "));
    }
}
