package agentserver.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// The factory of a family that is one tool without params.
///
/// @param name  the registered name
/// @param kinds the records that the family adds
/// @param maker makes the tool for one conversation
public record SingleToolFactory(
        String name, List<Class<?>> kinds, Function<ToolContext, Tool<?>> maker)
        implements ToolFactory {

    public SingleToolFactory {
        Objects.requireNonNull(name, "name");
        kinds = List.copyOf(kinds);
    }

    @Override
    public List<Tool<?>> create(ToolContext context, ObjectNode params) {
        if (!params.isEmpty()) {
            throw new ToolException("Tool '" + name + "' takes no params");
        }
        return List.of(maker.apply(context));
    }
}
