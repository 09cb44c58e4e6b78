package agentserver.tool.terminal;

import agentserver.tool.Action;
import java.util.Objects;

/// One call of the `terminal` tool.
///
/// ```json
/// {"command": "ls", "is_input": false, "timeout": null, "reset": false, "kind": "TerminalAction"}
/// ```
///
/// @param command what to run; empty asks for more output of what runs; with `isInput`, what to type
/// @param timeout seconds, not negative, after which the call returns; may be null: when quiet too long
/// @param reset   whether a new shell is started first
///
/// Source: contract 10 §2.1.
public record TerminalAction(String command, boolean isInput, Double timeout, boolean reset)
        implements Action {

    public TerminalAction {
        Objects.requireNonNull(command, "command");
        if (timeout != null && !(timeout >= 0)) {
            throw new IllegalArgumentException("timeout must not be negative");
        }
    }

    /// A plain command without a limit of its own.
    public static TerminalAction of(String command) {
        return new TerminalAction(command, false, null, false);
    }
}
