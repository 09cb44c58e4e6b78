package agentserver.base.setting;

import agentserver.base.secret.Secret;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;

/// Single values as JSON.
final class Scalars {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Scalars() {}

    /// A value that stands in a declaration as a default.
    static JsonNode of(Object value) {
        return switch (value) {
            case Boolean truth -> JSON.booleanNode(truth);
            case Integer number -> JSON.numberNode(number);
            case Long number -> JSON.numberNode(number);
            case Double number -> JSON.numberNode(number);
            case List<?> list when list.isEmpty() -> JSON.arrayNode();
            case Map<?, ?> map when map.isEmpty() -> JSON.objectNode();
            case String text -> JSON.textNode(text);
            default -> throw new IllegalStateException("no default can be a " + value.getClass());
        };
    }

    static JsonNode shown(Raw raw) {
        if (!(raw instanceof Raw.Leaf leaf)) {
            return stars();
        }
        return leaf.value().isTextual() ? withoutPassword(leaf.value()) : leaf.value();
    }

    /// A URL without the name and password that may stand before its host.
    private static JsonNode withoutPassword(JsonNode node) {
        var text = node.textValue();
        int start = text.indexOf("://") + 3;
        int end = text.indexOf('@', start);
        if (start < 3 || end < 0 || text.substring(start, end).contains("/")) {
            return node;
        }
        return JSON.textNode(text.substring(0, start) + Secret.STARS + text.substring(end));
    }

    static JsonNode stars() {
        return JSON.textNode(Secret.STARS);
    }
}
