package agentserver.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Compares arguments with a tool's schema, and says of each parameter that is wrong what was expected.
/// The texts name parameters and types, and never repeat a value.
final class ArgumentCheck {

    private final List<String> problems = new ArrayList<>();

    private ArgumentCheck() {}

    /// What is wrong, each as `name: what was expected`; nothing when the arguments fit.
    ///
    /// @param closed whether parameters that the schema doesn't know are wrong
    static List<String> problems(ObjectNode arguments, JsonNode schema, boolean closed) {
        var check = new ArgumentCheck();
        check.object("", arguments, schema, closed);
        return check.problems;
    }

    private void object(String path, JsonNode given, JsonNode schema, boolean closed) {
        var properties = schema.path("properties");
        for (var name : schema.path("required")) {
            if (!given.has(name.asText())) {
                problems.add(path + name.asText() + ": required, but missing");
            }
        }
        given.properties().forEach(argument -> {
            var property = properties.get(argument.getKey());
            if (property != null) {
                value(path + argument.getKey(), argument.getValue(), property);
            } else if (closed) {
                problems.add(path + argument.getKey() + ": no such parameter");
            }
        });
    }

    private void value(String path, JsonNode given, JsonNode schema) {
        var type = schema.path("type").asText();
        if (!fits(given, type)) {
            problems.add(path + ": expected " + type + ", got " + typeOf(given));
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), given)) {
            problems.add(path + ": expected one of " + texts(schema.get("enum")));
        }
        if (given.isArray() && schema.has("items")) {
            for (var i = 0; i < given.size(); i++) {
                value(path + "[" + i + "]", given.get(i), schema.get("items"));
            }
        }
        if (given.isObject() && schema.has("properties")) {
            object(path + ".", given, schema, false);
        }
    }

    private static boolean fits(JsonNode given, String type) {
        return switch (type) {
            case "string" -> given.isTextual();
            case "integer" -> given.isIntegralNumber() && given.canConvertToLong();
            case "number" -> given.isNumber();
            case "boolean" -> given.isBoolean();
            case "array" -> given.isArray();
            case "object" -> given.isObject();
            default -> true;
        };
    }

    private static String typeOf(JsonNode given) {
        return switch (given.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
            case NULL, MISSING, BINARY -> "null";
        };
    }

    private static boolean contains(JsonNode allowed, JsonNode given) {
        return StreamSupport.stream(allowed.spliterator(), false).anyMatch(given::equals);
    }

    private static String texts(JsonNode allowed) {
        return StreamSupport.stream(allowed.spliterator(), false)
                .map(value -> "'" + value.asText() + "'")
                .collect(Collectors.joining(", "));
    }
}
