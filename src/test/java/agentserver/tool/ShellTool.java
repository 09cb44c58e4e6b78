package agentserver.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A tool that has the terminal's name and main parameters, and runs nothing.
public final class ShellTool implements Tool<ShellAction> {

    public static ToolFactory factory() {
        return new SingleToolFactory(
                "terminal", List.of(ShellAction.class), _ -> new ShellTool());
    }

    @Override
    public String name() {
        return "terminal";
    }

    @Override
    public ToolDefinition definition() {
        var annotations = new ToolAnnotations("terminal", false, true, false, true);
        return ToolDefinition.of("ShellTool", "terminal", "Nothing.", "Shell", annotations);
    }

    @Override
    public ObjectNode parameters() {
        return new ToolSchema()
                .required("command", ToolSchema.text("What."))
                .optional("is_input", ToolSchema.flag("Whether."))
                .optional("timeout", ToolSchema.number("How long."))
                .build();
    }

    @Override
    public Class<ShellAction> actionType() {
        return ShellAction.class;
    }

    @Override
    public Observation run(ShellAction action) {
        return ThinkObservation.logged();
    }
}
