package agentserver.llm;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/// A tool as a model sees it: a name, a text, and the JSON schema of its arguments.
///
/// `parameters` is shared, not copied: whoever declares a tool must not change it afterwards.
public record ToolDeclaration(String name, String description, ObjectNode parameters) {

    public ToolDeclaration {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(parameters, "parameters");
    }
}
