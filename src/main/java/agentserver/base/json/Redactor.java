package agentserver.base.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/// Shows the shape of a rejected value without the value.
///
/// Clients of this API expect to find what they sent beside each broken rule. It may be a secret
/// in any place, so only its shape goes back: objects with their keys, lists, `null` and booleans;
/// each text and number is [#REDACTED]. What is large is cut. Stricter than contract 01 §7.2, on
/// purpose.
public final class Redactor {

    public static final String REDACTED = "<redacted>";

    private static final int MAX_DEPTH = 8;
    private static final int MAX_MEMBERS = 50;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Redactor() {}

    public static JsonNode shape(JsonNode value) {
        return shape(value, MAX_DEPTH);
    }

    private static JsonNode shape(JsonNode value, int depth) {
        if (value.isNull() || value.isMissingNode()) {
            return NODES.nullNode();
        }
        if (value.isBoolean()) {
            return value;
        }
        if (value.isObject() && depth > 0) {
            return object(value, depth);
        }
        if (value.isArray() && depth > 0) {
            return list(value, depth);
        }
        return NODES.textNode(REDACTED);
    }

    private static JsonNode object(JsonNode value, int depth) {
        var shown = NODES.objectNode();
        for (var member : value.properties()) {
            if (shown.size() == MAX_MEMBERS) {
                break;
            }
            shown.set(member.getKey(), shape(member.getValue(), depth - 1));
        }
        return shown;
    }

    private static JsonNode list(JsonNode value, int depth) {
        var shown = NODES.arrayNode();
        for (var element : value) {
            if (shown.size() == MAX_MEMBERS) {
                break;
            }
            shown.add(shape(element, depth - 1));
        }
        return shown;
    }
}
