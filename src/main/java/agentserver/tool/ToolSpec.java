package agentserver.tool;

import agentserver.base.json.KeepNulls;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/// A tool that an agent asks for, by its registered name.
///
/// ```json
/// {"name": "terminal", "params": {}}
/// ```
///
/// Absent `params` are an empty object. Source: contract 08 §1.1, 10 §1.1.
public record ToolSpec(
        String name, @JsonSerialize(using = KeepNulls.class) ObjectNode params) {

    public ToolSpec {
        Objects.requireNonNull(name, "name");
        params = params == null ? JsonNodeFactory.instance.objectNode() : params;
    }

    public static ToolSpec of(String name) {
        return new ToolSpec(name, null);
    }
}
