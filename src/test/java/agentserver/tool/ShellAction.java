package agentserver.tool;

import java.util.Objects;

/// The arguments of [ShellTool]; `timeout` may be null.
public record ShellAction(String command, boolean isInput, Double timeout) implements Action {

    public ShellAction {
        Objects.requireNonNull(command, "command");
    }
}
