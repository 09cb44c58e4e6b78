package agentserver.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Mends arguments whose type is wrong in a way that leaves no doubt: JSON in a text where a list or an
/// object is expected, a number or a truth value in a text, a list of texts where a text is expected.
/// What is in doubt stays, for the check to complain about. Source: contract 08 §7.1.5.
final class ArgumentRepair {

    private static final Map<String, Character> CLOSERS = Map.of("object", '}', "array", ']');

    private ArgumentRepair() {}

    /// Mends `arguments` in place.
    ///
    /// @param schema the tool's parameters
    static void repair(ObjectNode arguments, JsonNode schema) {
        schema.path("properties").properties().forEach(property -> {
            var given = arguments.get(property.getKey());
            if (given != null) {
                repaired(given, property.getValue().path("type").asText())
                        .ifPresent(better -> arguments.set(property.getKey(), better));
            }
        });
    }

    private static Optional<JsonNode> repaired(JsonNode given, String type) {
        return switch (type) {
            case "array", "object" -> given.isTextual() ? decoded(given.asText(), type)
                    : Optional.empty();
            case "integer", "number" -> number(given, type.equals("integer"));
            case "boolean" -> given.isTextual() ? truth(given.asText()) : Optional.empty();
            case "string" -> joined(given);
            default -> Optional.empty();
        };
    }

    private static Optional<JsonNode> decoded(String text, String type) {
        var end = text.lastIndexOf(CLOSERS.get(type));
        return ArgumentText.tryParse(text.strip())
                .or(() -> end < 0 ? Optional.empty() : ArgumentText.tryParse(text.substring(0, end + 1)))
                .filter(node -> type.equals("array") ? node.isArray() : node.isObject());
    }

    /// A number in a text, or a whole number with a fraction of zero.
    private static Optional<JsonNode> number(JsonNode given, boolean whole) {
        var number = given.isTextual() ? ArgumentText.tryParse(given.asText().strip())
                .filter(JsonNode::isNumber) : Optional.of(given);
        return number.map(found -> whole && found.isDouble() && found.canConvertToExactIntegral()
                && found.canConvertToLong() ? LongNode.valueOf(found.longValue()) : found);
    }

    private static Optional<JsonNode> truth(String text) {
        return switch (text.strip()) {
            case "true", "True" -> Optional.of(BooleanNode.TRUE);
            case "false", "False" -> Optional.of(BooleanNode.FALSE);
            default -> Optional.empty();
        };
    }

    /// Lines in a list become lines of a text.
    private static Optional<JsonNode> joined(JsonNode given) {
        if (!given.isArray() || given.isEmpty()) {
            return Optional.empty();
        }
        var texts = StreamSupport.stream(given.spliterator(), false).toList();
        if (!texts.stream().allMatch(JsonNode::isTextual)) {
            return Optional.empty();
        }
        var ended = texts.stream().anyMatch(text -> text.asText().endsWith("\n"));
        return Optional.of(TextNode.valueOf(texts.stream().map(JsonNode::asText)
                .collect(Collectors.joining(ended ? "" : "\n"))));
    }
}
