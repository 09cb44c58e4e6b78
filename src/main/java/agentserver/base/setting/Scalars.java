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
    ///
    /// No `switch`: one over types is compiled when it first runs, which no start-up cache saves, and
    /// at every start that took as long as reading the whole configuration.
    static JsonNode of(Object value) {
        if (value instanceof Integer number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Long number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Double number) {
            return JSON.numberNode(number);
        }
        if (value instanceof Boolean truth) {
            return JSON.booleanNode(truth);
        }
        if (value instanceof String text) {
            return JSON.textNode(text);
        }
        if (value instanceof List<?> list && list.isEmpty()) {
            return JSON.arrayNode();
        }
        if (value instanceof Map<?, ?> map && map.isEmpty()) {
            return JSON.objectNode();
        }
        throw new IllegalStateException("no default can be a " + value.getClass());
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
