package agentserver.agent;

import agentserver.llm.ToolDeclaration;
import agentserver.tool.Tool;
import agentserver.tool.ToolDefinition;
import agentserver.tool.ToolSchema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tools of one agent, by the names that its model calls. Unmodifiable; any thread may use it.
public final class ToolBox implements AutoCloseable {

    private final Map<String, Tool<?>> tools = new LinkedHashMap<>();
    private final List<ToolDeclaration> declarations;

    /// @param tools no two with one name
    public ToolBox(List<Tool<?>> tools) {
        tools.forEach(tool -> this.tools.put(tool.name(), tool));
        declarations = tools.stream().map(ToolBox::declaration).toList();
    }

    private static ToolDeclaration declaration(Tool<?> tool) {
        return new ToolDeclaration(
                tool.name(), tool.definition().description(), ToolSchema.forModel(tool));
    }

    Optional<Tool<?>> tool(String name) {
        return Optional.ofNullable(tools.get(name));
    }

    /// As the model is told of them.
    List<ToolDeclaration> declarations() {
        return declarations;
    }

    /// As clients are told of them.
    public List<ToolDefinition> definitions() {
        return tools.values().stream().map(Tool::definition).toList();
    }

    /// Asks every tool that works now to stop soon.
    public void interrupt() {
        tools.values().forEach(Tool::interrupt);
    }

    @Override
    public void close() {
        tools.values().forEach(Tool::close);
    }
}
