package agentserver.server.docs;

import agentserver.base.secret.Secret;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A type whose values have no members of their own.
///
/// @param type   its name in JSON schema; empty for any value at all
/// @param format what JSON schema says besides; empty for nothing
/// @param sample a value of it
record Leaf(String type, String format, JsonNode sample) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Map<Class<?>, Leaf> KNOWN = new HashMap<>();

    static {
        add(new Leaf("string", "", NODES.textNode("x")), String.class, CharSequence.class);
        add(new Leaf("boolean", "", NODES.booleanNode(false)), boolean.class, Boolean.class);
        add(new Leaf("integer", "", NODES.numberNode(1)), int.class, Integer.class, long.class,
                Long.class, short.class, Short.class, BigInteger.class);
        add(new Leaf("number", "", NODES.numberNode(1)), double.class, Double.class, float.class,
                Float.class, BigDecimal.class, Number.class);
        add(new Leaf("string", "date-time", NODES.textNode("2026-01-01T00:00:00Z")),
                Instant.class);
        add(new Leaf("string", "uuid", NODES.textNode("00000000-0000-4000-8000-000000000000")),
                UUID.class);
        add(new Leaf("string", "", NODES.textNode("/x")), Path.class);
        add(new Leaf("string", "uri", NODES.textNode("http://localhost/")), URI.class);
        add(new Leaf("string", "byte", NODES.textNode("")), byte[].class);
        add(new Leaf("string", "password", NODES.textNode("x")), Secret.class);
        add(new Leaf("object", "", NODES.objectNode()), ObjectNode.class);
        add(new Leaf("array", "", NODES.arrayNode()), ArrayNode.class);
        add(new Leaf("", "", NODES.objectNode()), JsonNode.class, Object.class);
    }

    private static void add(Leaf leaf, Class<?>... types) {
        for (var type : types) {
            KNOWN.put(type, leaf);
        }
    }

    static Optional<Leaf> of(Class<?> type) {
        return Optional.ofNullable(KNOWN.get(type));
    }

    ObjectNode schema() {
        var schema = NODES.objectNode();
        if (!type.isEmpty()) {
            schema.put("type", type);
        }
        if (!format.isEmpty()) {
            schema.put("format", format);
        }
        return schema;
    }

    boolean isNumber() {
        return type.equals("integer") || type.equals("number");
    }

    /// Whether it is text without a form of its own.
    boolean isText() {
        return type.equals("string") && format.isEmpty();
    }
}
