package agentserver.conversation.state;

import agentserver.base.json.Rules;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// The rules of what a client wants to find a conversation by in its traces: names that are not empty,
/// plain values or lists of one kind of them, a span name of at most [#MAX_SPAN_CHARS] characters.
/// Source: contract 02 §4.1.
final class Observability {

    static final int MAX_SPAN_CHARS = 128;
    private static final Pattern SPAN = Pattern.compile("^[A-Za-z0-9._:/-]+$");

    private Observability() {}

    static Rules check(
            Rules rules, Map<String, JsonNode> metadata, List<String> tags, String span) {
        return rules
                .holds("observability_metadata", metadata.entrySet().stream()
                                .allMatch(entry -> !entry.getKey().isBlank() && fits(entry.getValue())),
                        "values must be plain, or lists of one kind, under names that are not empty")
                .holds("observability_tags", tags.stream().noneMatch(String::isBlank),
                        "tags must not be empty")
                .length("observability_span_name", span, 1, MAX_SPAN_CHARS)
                .matches("observability_span_name", span, SPAN);
    }

    private static boolean fits(JsonNode value) {
        return value.isArray()
                ? kinds(value) <= 1 && StreamSupport.stream(value.spliterator(), false)
                        .allMatch(Observability::isPlain)
                : isPlain(value);
    }

    private static boolean isPlain(JsonNode value) {
        return value.isTextual() || value.isNumber() || value.isBoolean();
    }

    private static long kinds(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::getNodeType).filter(type -> type != JsonNodeType.NULL)
                .distinct().count();
    }
}
