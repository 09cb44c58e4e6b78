package agentserver.tool.client;

import agentserver.base.json.Rules;
import agentserver.tool.ToolAnnotations;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.regex.Pattern;

/// A tool that a client brings, as it describes it. `annotations` may be null.
///
/// ```json
/// {"name": "my_tool", "description": "…", "annotations": null, "parameters":
///  {"type": "object", "properties": {"x": {"type": "string"}}, "required": ["x"]}}
/// ```
///
/// The name is one that model providers take: letters, digits, `_` and `-`, at most 64. Parameters are
/// a JSON schema of an object. Source: contract 10 §11.
@JsonIgnoreProperties(ignoreUnknown = true)
public record ClientToolSpec(
        String name, String description, ObjectNode parameters, ToolAnnotations annotations) {

    private static final Pattern NAME = Pattern.compile("^[A-Za-z0-9_-]{1,64}$");

    public ClientToolSpec {
        description = Objects.requireNonNullElse(description, "");
        parameters = parameters == null
                ? JsonNodeFactory.instance.objectNode().put("type", "object")
                : parameters.deepCopy();
        new Rules()
                .required("name", name)
                .matches("name", name, NAME)
                .holds("parameters", parameters.path("type").asText().equals("object"),
                        "the schema must have the type 'object'")
                .check();
    }

    @Override
    public ObjectNode parameters() {
        return parameters.deepCopy();
    }
}
