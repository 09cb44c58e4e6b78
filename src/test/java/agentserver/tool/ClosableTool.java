package agentserver.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// A tool that does nothing and remembers whether it was closed.
final class ClosableTool implements Tool<ThinkAction> {

    private final String name;
    boolean closed;

    ClosableTool(String name) {
        this.name = name;
    }

    ToolFactory factory() {
        return new SingleToolFactory(name, List.of(), _ -> this);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ToolDefinition definition() {
        return ToolDefinition.of("ClosableTool", name, "Nothing.", "Think", null);
    }

    @Override
    public ObjectNode parameters() {
        return new ToolSchema().build();
    }

    @Override
    public Class<ThinkAction> actionType() {
        return ThinkAction.class;
    }

    @Override
    public Observation run(ThinkAction action) {
        return ThinkObservation.logged();
    }

    @Override
    public void close() {
        closed = true;
    }
}
