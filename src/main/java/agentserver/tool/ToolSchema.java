package agentserver.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Stream;

/// Builds the JSON schema of a tool's arguments, in the few words that every model provider knows:
/// `type`, `description`, `properties`, `required`, `items`, `enum`.
///
/// ```java
/// new ToolSchema()
///         .required("path", ToolSchema.text("Absolute path."))
///         .optional("limit", ToolSchema.integer("How many lines."))
///         .build()
/// ```
///
/// Properties keep the order in which they are added. Source: contract 10 §1.2.
public final class ToolSchema {

    /// The argument that names the danger of a call.
    public static final String SECURITY_RISK = "security_risk";

    /// The argument that says in words what a call is for.
    public static final String SUMMARY = "summary";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String RISK_TEXT =
            "How dangerous this call is, judged by what it can touch and whether that can be undone.";

    private static final String SUMMARY_TEXT =
            "What this call is for, in about ten words, for somebody who watches. "
                    + "Name the purpose, not the tool.";

    private final ObjectNode properties = NODES.objectNode();
    private final ArrayNode required = NODES.arrayNode();

    /// Adds a property that every call must have.
    public ToolSchema required(String name, ObjectNode property) {
        required.add(name);
        return optional(name, property);
    }

    /// Adds a property that a call may leave out.
    public ToolSchema optional(String name, ObjectNode property) {
        properties.set(name, property);
        return this;
    }

    /// The schema; `required` is left out when nothing is.
    public ObjectNode build() {
        return object(properties.deepCopy(), required.deepCopy());
    }

    public static ObjectNode text(String description) {
        return property("string", description);
    }

    public static ObjectNode integer(String description) {
        return property("integer", description);
    }

    public static ObjectNode number(String description) {
        return property("number", description);
    }

    public static ObjectNode flag(String description) {
        return property("boolean", description);
    }

    /// A text that is one of `values`.
    public static ObjectNode oneOf(String description, String... values) {
        var property = text(description);
        Stream.of(values).forEach(property.putArray("enum")::add);
        return property;
    }

    /// A list of `items`.
    public static ObjectNode list(String description, ObjectNode items) {
        var property = NODES.objectNode().put("type", "array");
        property.set("items", items);
        return property.put("description", description);
    }

    /// What the model is shown: the tool's own parameters, after `security_risk` (unless the tool only
    /// reads) and `summary`. A parameter of the tool that has one of these names wins.
    public static ObjectNode forModel(Tool<?> tool) {
        var own = tool.parameters();
        var properties = NODES.objectNode();
        if (asksForRisk(tool)) {
            properties.set(SECURITY_RISK, riskProperty());
        }
        properties.set(SUMMARY, text(SUMMARY_TEXT));
        own.path("properties").properties()
                .forEach(property -> properties.set(property.getKey(), property.getValue()));
        return object(properties, own.path("required"));
    }

    /// Whether the model is asked how dangerous a call of this tool is.
    public static boolean asksForRisk(Tool<?> tool) {
        var annotations = tool.definition().annotations();
        return annotations == null || !annotations.readOnlyHint();
    }

    private static ObjectNode riskProperty() {
        var names = Stream.of(SecurityRisk.values()).map(SecurityRisk::name);
        return oneOf(RISK_TEXT, names.toArray(String[]::new));
    }

    private static ObjectNode property(String type, String description) {
        var property = NODES.objectNode().put("type", type);
        return description.isEmpty() ? property : property.put("description", description);
    }

    private static ObjectNode object(ObjectNode properties, JsonNode required) {
        var schema = NODES.objectNode().put("type", "object");
        schema.set("properties", properties);
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        return schema;
    }
}
