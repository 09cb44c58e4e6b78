package agentserver.server.docs;

import agentserver.base.setting.Either;
import agentserver.base.setting.Entity;
import agentserver.base.setting.ListOf;
import agentserver.base.setting.Names;
import agentserver.base.setting.Seconds;
import agentserver.base.setting.Setting;
import agentserver.base.setting.Shape;
import agentserver.base.setting.Switch;
import agentserver.base.setting.Text;
import agentserver.base.setting.TextMap;
import agentserver.base.setting.Whole;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// JSON schemas of what is read by [Setting]s, made of the very declarations that read it. Objects
/// stand under their names among the components, everything else where it is used.
final class SettingSchemas {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final SchemaNames names;
    private final Map<String, ObjectNode> components;

    /// @param components where schemas of objects are put
    SettingSchemas(SchemaNames names, Map<String, ObjectNode> components) {
        this.names = names;
        this.components = components;
    }

    ObjectNode of(Shape<?> shape) {
        return switch (shape) {
            case Switch _ -> type("boolean");
            case Whole<?> whole -> whole(whole);
            case Seconds seconds -> type("number")
                    .put(seconds.open() ? "exclusiveMinimum" : "minimum", seconds.min());
            case Text<?> text -> text(text);
            case Names _ -> list(type("string"));
            case Either<?> either -> anyOf(of(either.words()), of(either.names()));
            case ListOf<?> list -> list(of(list.item()));
            case TextMap _ -> type("object").set("additionalProperties", type("string"));
            case Entity<?> entity -> reference(entity);
        };
    }

    private static ObjectNode whole(Whole<?> whole) {
        var schema = type("integer").put("minimum", whole.min());
        return whole.max() == Long.MAX_VALUE ? schema : schema.put("maximum", whole.max());
    }

    private static ObjectNode text(Text<?> text) {
        var schema = type("string");
        if (text.ruleType().equals("path_type")) {
            schema.put("format", "path");
        }
        if (text.hidden()) {
            schema.put("format", "password").put("writeOnly", true);
        }
        if (!text.words().isEmpty()) {
            text.words().forEach(schema.putArray("enum")::add);
        }
        return schema;
    }

    private ObjectNode reference(Entity<?> entity) {
        var name = names.of(entity);
        if (!components.containsKey(name)) {
            components.put(name, described(entity));
        }
        return Schemas.reference(name);
    }

    private ObjectNode described(Entity<?> entity) {
        var schema = type("object");
        var properties = schema.putObject("properties");
        var required = NODES.arrayNode();
        for (var member : entity.members()) {
            properties.set(member.key(), property(member));
            if (member.isRequired()) {
                required.add(member.key());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (entity.closed()) {
            schema.put("additionalProperties", false);
        }
        return schema;
    }

    private ObjectNode property(Setting<?> member) {
        var value = of(member.shape());
        var schema = member.isNullable() ? anyOf(value, type("null")) : value;
        member.fallback().ifPresent(fallback -> schema.set("default", fallback));
        return schema.put("description", member.meaning());
    }

    private static ObjectNode type(String name) {
        return NODES.objectNode().put("type", name);
    }

    private static ObjectNode list(ObjectNode items) {
        return type("array").set("items", items);
    }

    private static ObjectNode anyOf(ObjectNode first, ObjectNode second) {
        var schema = NODES.objectNode();
        schema.putArray("anyOf").add(first).add(second);
        return schema;
    }
}
