package agentserver.server.docs;

import agentserver.base.json.Json;
import agentserver.base.setting.Entity;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// JSON schemas of types, as the mapper writes and reads them. Enums, records and families stand under
/// their names in [#components], everything else where it is used.
///
/// A record that clients send is described as they may send it: what must be there, what else holds,
/// what is refused. One that only the server writes has all its members, always.
final class Schemas {

    private static final String COMPONENTS = "#/components/schemas/";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectMapper mapper;
    private final Members members;
    private final Kinds kinds;
    private final RecordRules rules;
    private final SchemaNames names = new SchemaNames();
    private final Map<String, ObjectNode> components = new TreeMap<>();
    private final SettingSchemas settings = new SettingSchemas(names, components);
    private final Map<Class<?>, String> named = new HashMap<>();
    private final Deque<JavaType> waiting = new ArrayDeque<>();
    private final Set<Class<?>> sent = new HashSet<>();
    private boolean answersOnly;

    /// @param bodies what clients send; what they contain is found
    Schemas(Json json, Collection<Class<?>> bodies) {
        mapper = json.strict();
        members = new Members(mapper);
        kinds = new Kinds(mapper);
        rules = new RecordRules(mapper, new Samples(json, members, kinds));
        bodies.forEach(this::of);
        answersOnly = true;
    }

    /// The schema of a type: a reference where it has a name.
    ObjectNode of(Class<?> type) {
        var schema = of(mapper.constructType(type));
        while (!waiting.isEmpty()) {
            var next = waiting.pop();
            components.put(named.get(next.getRawClass()), described(next));
        }
        return schema;
    }

    /// The schema of an object that settings describe: a reference.
    ObjectNode of(Entity<?> object) {
        return settings.of(object);
    }

    /// All named schemas so far, by their names.
    ObjectNode components() {
        var all = NODES.objectNode();
        components.forEach(all::set);
        return all;
    }

    private ObjectNode of(JavaType type) {
        var raw = type.getRawClass();
        var leaf = Leaf.of(raw);
        if (leaf.isPresent()) {
            return leaf.get().schema();
        }
        if (raw == Optional.class) {
            return orNull(of(type.containedTypeOrUnknown(0)));
        }
        if (type.isCollectionLikeType() || type.isArrayType()) {
            return NODES.objectNode().put("type", "array").set("items", of(type.getContentType()));
        }
        if (type.isMapLikeType()) {
            return NODES.objectNode().put("type", "object")
                    .set("additionalProperties", of(type.getContentType()));
        }
        return reference(type);
    }

    private ObjectNode reference(JavaType type) {
        var raw = type.getRawClass();
        if (!named.containsKey(raw)) {
            named.put(raw, names.of(raw));
            waiting.add(type);
            if (!answersOnly) {
                sent.add(raw);
            }
        }
        return reference(named.get(raw));
    }

    static ObjectNode reference(String name) {
        return NODES.objectNode().put("$ref", COMPONENTS + name);
    }

    private ObjectNode described(JavaType type) {
        var raw = type.getRawClass();
        if (raw.isEnum()) {
            var schema = NODES.objectNode().put("type", "string");
            Samples.names(raw).forEach(schema.putArray("enum")::add);
            return schema;
        }
        return kinds.isFamily(raw) ? family(raw) : record(type);
    }

    private ObjectNode family(Class<?> type) {
        var schema = NODES.objectNode();
        var variants = schema.putArray("oneOf");
        var discriminator = schema.putObject("discriminator");
        discriminator.put("propertyName", kinds.property(type));
        var mapping = discriminator.putObject("mapping");
        kinds.of(type).forEach((name, kind) -> {
            var reference = reference(mapper.constructType(kind));
            variants.add(reference);
            mapping.put(name, reference.get("$ref").textValue());
        });
        return schema;
    }

    private ObjectNode record(JavaType type) {
        var raw = type.getRawClass();
        boolean isSent = sent.contains(raw);
        var parts = members.of(type);
        var found = rules.of(raw, parts);
        var schema = NODES.objectNode().put("type", "object");
        var properties = schema.putObject("properties");
        var required = NODES.arrayNode();
        kinds.mark(raw).ifPresent(mark -> {
            properties.putObject(mark.property()).put("type", "string").put("const", mark.name());
            if (mark.needed() || !isSent) {
                required.add(mark.property());
            }
        });
        for (var member : parts) {
            properties.set(member.name(), property(member, found, isSent));
            boolean needed = isSent && !member.computed()
                    ? found.required().contains(member.name()) : member.always();
            if (needed) {
                required.add(member.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (isSent && !members.hasMore(type) && !ignoresUnknown(raw)) {
            schema.put("additionalProperties", false);
        }
        return schema;
    }

    private ObjectNode property(Member member, RecordRules.Found found, boolean isSent) {
        var name = member.name();
        var schema = of(member.type());
        if (found.bounds().containsKey(name)) {
            schema.setAll(found.bounds().get(name));
        }
        boolean plain = member.type().getRawClass() != Optional.class && !schema.isEmpty();
        if (found.nullable().contains(name) && plain) {
            schema = orNull(schema);
        }
        if (isSent && member.computed()) {
            return schema.put("readOnly", true);
        }
        if (isSent && found.defaults().containsKey(name)) {
            schema.set("default", found.defaults().get(name));
        }
        return schema;
    }

    private static ObjectNode orNull(ObjectNode schema) {
        var either = NODES.objectNode();
        either.putArray("anyOf").add(schema).add(NODES.objectNode().put("type", "null"));
        return either;
    }

    private static boolean ignoresUnknown(Class<?> type) {
        var annotation = type.getAnnotation(JsonIgnoreProperties.class);
        return annotation != null && annotation.ignoreUnknown();
    }
}
