package agentserver.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Makes the tools that one registered name stands for, once per loaded conversation.
public interface ToolFactory {

    /// The name in an agent's `tools`, `terminal`; for the tools every agent has, the class name that
    /// `include_default_tools` uses, `FinishTool`.
    String name();

    /// Whether this machine has what the tool needs.
    default boolean usable() {
        return true;
    }

    /// The records that this family adds to actions and observations.
    List<Class<?>> kinds();

    /// @param params the `params` of the agent's tool spec; may be empty
    /// @throws ToolException when the params can't be used
    List<Tool<?>> create(ToolContext context, ObjectNode params);
}
