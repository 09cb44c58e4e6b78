package agentserver.tool.client;

import agentserver.tool.Tool;
import agentserver.tool.ToolContext;
import agentserver.tool.ToolDefinition;
import agentserver.tool.ToolFactory;
import agentserver.tool.ToolSpec;
import agentserver.tool.UnknownAction;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;

/// A tool of a client. A call of it does nothing here: its event is what the client waits for. The
/// action's kind is `ClientAction_` and the name; no record of ours has it, so actions are kept
/// member for member. Any thread may call it. Source: contract 10 §11.
public final class ClientTool implements Tool<UnknownAction> {

    private static final String KIND = "ClientTool";
    private static final String ACTION = "ClientAction_";

    private final ClientToolSpec spec;

    ClientTool(ClientToolSpec spec) {
        this.spec = spec;
    }

    /// What makes this tool for agents that ask for it by its name.
    public static ToolFactory factory(ClientToolSpec spec) {
        return new ToolFactory() {
            @Override
            public String name() {
                return spec.name();
            }

            @Override
            public List<Class<?>> kinds() {
                return List.of(ClientToolObservation.class);
            }

            @Override
            public List<Tool<?>> create(ToolContext context, ObjectNode params) {
                return List.of(new ClientTool(spec));
            }
        };
    }

    /// How an agent asks for it.
    ///
    /// @param shown the spec as JSON
    public static ToolSpec asked(ClientToolSpec spec, ObjectNode shown) {
        var params = JsonNodeFactory.instance.objectNode();
        params.set("spec", shown);
        return new ToolSpec(spec.name(), params);
    }

    @Override
    public String name() {
        return spec.name();
    }

    @Override
    public ToolDefinition definition() {
        var annotations = spec.annotations();
        var title = annotations == null || annotations.title() == null
                || annotations.title().isEmpty() ? spec.name() : annotations.title();
        return new ToolDefinition(
                spec.description(), actionKind(), ClientToolObservation.class.getSimpleName(),
                annotations, null, KIND, title,
                Map.of("client_tool_name", TextNode.valueOf(spec.name()),
                        "input_schema", spec.parameters()));
    }

    @Override
    public ObjectNode parameters() {
        return spec.parameters();
    }

    @Override
    public Class<UnknownAction> actionType() {
        return UnknownAction.class;
    }

    @Override
    public String actionKind() {
        return ACTION + spec.name();
    }

    @Override
    public ClientToolObservation run(UnknownAction action) {
        return ClientToolObservation.dispatched();
    }
}
