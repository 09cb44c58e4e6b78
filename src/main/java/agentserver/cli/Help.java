package agentserver.cli;

import java.util.List;

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
            var call = (command.name() + " " + command.operands()).strip();
            text.append(String.format("  %-25s %s%n", call, command.meaning()));
        }
        for (var command : commands) {
            if (command.flags().isEmpty()) {
                continue;
            }
            text.append(String.format("%nOptions of %s:%n", command.name()));
            command.flags().forEach(flag -> text.append(flag.help()));
        }
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
}
