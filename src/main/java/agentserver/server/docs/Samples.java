package agentserver.server.docs;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import agentserver.base.json.Json;
import agentserver.base.json.WireNames;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Finds the smallest JSON that each type can be read from, by trying.
///
/// An empty object is read; what the record's constructor says is missing is put in; and so on until
/// it has nothing more to say. A constructor that refuses without naming a member is offered one
/// member after another.
final class Samples {

    private static final int MAX_TRIES = 50;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Json json;
    private final Members members;
    private final Kinds kinds;
    private final Map<Class<?>, Optional<ObjectNode>> found = new HashMap<>();
    private final Set<Class<?>> underWay = new HashSet<>();

    Samples(Json json, Members members, Kinds kinds) {
        this.json = json;
        this.members = members;
        this.kinds = kinds;
    }

    /// The smallest object that is a record of the type; empty when none was found. A copy.
    Optional<ObjectNode> ofRecord(Class<?> type) {
        if (!found.containsKey(type)) {
            if (!underWay.add(type)) {
                return Optional.empty(); // it contains itself: that member must be left out
            }
            var smallest = grown(type, start(type));
            underWay.remove(type);
            found.put(type, smallest);
        }
        return found.get(type).map(ObjectNode::deepCopy);
    }

    /// A value of the type; empty when none was found.
    Optional<JsonNode> of(JavaType type) {
        var raw = type.getRawClass();
        var leaf = Leaf.of(raw);
        if (leaf.isPresent()) {
            return leaf.map(Leaf::sample);
        }
        if (type.isCollectionLikeType() || type.isArrayType()) {
            return Optional.of(NODES.arrayNode());
        }
        if (type.isMapLikeType()) {
            return Optional.of(NODES.objectNode());
        }
        if (raw.isEnum()) {
            return Optional.of(NODES.textNode(names(raw).getFirst()));
        }
        if (kinds.isFamily(raw)) {
            return kinds.of(raw).values().stream()
                    .flatMap(kind -> ofRecord(kind).stream()).map(JsonNode.class::cast).findFirst();
        }
        return ofRecord(raw).map(JsonNode.class::cast);
    }

    /// What the type has against the object; nothing when it can be read.
    ///
    /// @throws IllegalStateException when the mapper can't read the type whatever the object
    List<Violation> objections(Class<?> type, ObjectNode object) {
        try {
            read(type, object);
            return List.of();
        } catch (Fault.Invalid invalid) {
            return invalid.violations();
        }
    }

    /// The object as a value of the type.
    ///
    /// @throws Fault.Invalid when it breaks a rule
    Object read(Class<?> type, ObjectNode object) {
        return json.read(object.toString().getBytes(StandardCharsets.UTF_8), kinds.whole(type));
    }

    /// The member of the type itself that a violation is about; empty when it is about another place.
    static Optional<String> member(Class<?> type, Violation violation) {
        var loc = violation.loc();
        boolean named = loc.size() == 3 && loc.get(1).equals(type.getSimpleName());
        return loc.size() == 2 || named ? Optional.of(loc.getLast().toString()) : Optional.empty();
    }

    /// The names of the constants of an enum.
    @SuppressWarnings({"unchecked", "rawtypes"}) // an enum class, of whichever enum
    static List<String> names(Class<?> type) {
        return WireNames.of((Class) type.asSubclass(Enum.class)).all();
    }

    private ObjectNode start(Class<?> type) {
        var object = NODES.objectNode();
        kinds.mark(type).ifPresent(mark -> object.put(mark.property(), mark.name()));
        return object;
    }

    private Optional<ObjectNode> grown(Class<?> type, ObjectNode object) {
        try {
            for (int i = 0; i < MAX_TRIES; i++) {
                var objections = objections(type, object);
                if (objections.isEmpty()) {
                    return Optional.of(pruned(type, object));
                }
                if (!(filled(type, object, objections) || offered(type, object))) {
                    return Optional.empty();
                }
            }
        } catch (IllegalStateException _) { // only written, never read
        }
        return Optional.empty();
    }

    /// Puts in what is said to be missing.
    private boolean filled(Class<?> type, ObjectNode object, List<Violation> objections) {
        boolean any = false;
        for (var violation : objections) {
            if (violation.type().equals("missing")) {
                any |= member(type, violation).filter(name -> put(type, object, name)).isPresent();
            } else if (violation.type().equals("too_short")) {
                any |= member(type, violation).filter(name -> lengthen(type, object, name))
                        .isPresent();
            }
        }
        return any;
    }

    /// Gives an empty list an element.
    private boolean lengthen(Class<?> type, ObjectNode object, String name) {
        return object.path(name) instanceof ArrayNode list && list.isEmpty()
                && members.of(json.strict().constructType(type)).stream()
                        .filter(member -> member.name().equals(name))
                        .flatMap(member -> of(member.type().getContentType()).stream())
                        .peek(list::add)
                        .findFirst().isPresent();
    }

    /// Puts in the next member that is not there yet.
    private boolean offered(Class<?> type, ObjectNode object) {
        return members.of(json.strict().constructType(type)).stream()
                .anyMatch(member -> put(type, object, member.name()));
    }

    /// Takes out again what was not missed.
    private ObjectNode pruned(Class<?> type, ObjectNode object) {
        var smallest = object;
        for (var member : members.of(json.strict().constructType(type))) {
            var smaller = smallest.deepCopy();
            smaller.remove(member.name());
            if (objections(type, smaller).isEmpty()) {
                smallest = smaller;
            }
        }
        return smallest;
    }

    private boolean put(Class<?> type, ObjectNode object, String name) {
        if (object.has(name)) {
            return false;
        }
        return members.of(json.strict().constructType(type)).stream()
                .filter(member -> member.name().equals(name))
                .flatMap(member -> of(member.type()).stream())
                .peek(value -> object.set(name, value))
                .findFirst().isPresent();
    }
}
