package agentserver.base.json;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// All that is wrong with a body that could not be read.
///
/// The mapper stops at the first mistake; clients of this API are used to hear of all of them at
/// once. So the body is parsed into a tree, and the tree walked beside the types that it should
/// have had:
///
/// - a member is judged alone, and a record only after its members, built from those that were
///   good, so that its constructor says what is missing and which of its rules are broken; the
///   parts of a record, which the wire does not know, are built each for itself, then the record;
/// - a place is reported once, by the first who finds it;
/// - after [#MAX_VIOLATIONS] the rest is not looked at.
///
/// This costs several times what reading costs, and is paid only by bodies that are refused
/// anyway; their size and depth are bounded before they come here.
final class Diagnosis {

    private static final int MAX_VIOLATIONS = 100;
    private static final String KIND = "kind";

    private final ObjectMapper mapper;
    private final KnownTypes types;
    private final List<Violation> found = new ArrayList<>();
    private final Set<List<Object>> places = new HashSet<>();

    private Diagnosis(ObjectMapper mapper) {
        this.mapper = mapper;
        types = new KnownTypes(mapper);
    }

    /// @return at least one violation
    static List<Violation> of(ObjectMapper mapper, byte[] body, Class<?> type) {
        var malformed = Malformed.of(body);
        if (malformed.isPresent()) {
            return List.of(malformed.get());
        }
        var diagnosis = new Diagnosis(mapper);
        List<Object> loc = List.of("body");
        try {
            diagnosis.value(mapper.readTree(body), mapper.constructType(type), loc);
        } catch (IOException _) { // it was JSON a moment ago; whatever it is, it is no proper body
            return List.of(notAnObject(loc));
        }
        return diagnosis.found.isEmpty()
                ? List.of(Violation.value(loc, "not as expected"))
                : List.copyOf(diagnosis.found);
    }

    static Violation notAnObject(List<Object> loc) {
        return Violation.of("model_attributes_type", loc,
                "Input should be a valid dictionary or object to extract fields from");
    }

    /// Whether the value is good.
    private boolean value(JsonNode node, JavaType type, List<Object> loc) throws IOException {
        return value(node, type, types.reader(type), types.family(type), loc);
    }

    private boolean value(JsonNode node, JavaType type, JsonDeserializer<?> reader,
            Optional<TypeDeserializer> family, List<Object> loc) throws IOException {
        if (node.isNull() && loc.size() > 1) {
            return leaf(node, type, loc);
        }
        if (family.isPresent()) {
            return node.isObject()
                    ? member(node, type, family.get(), loc)
                    : wrong(notAnObject(loc), node);
        }
        if (type.isCollectionLikeType() || type.isArrayType() && !type.hasRawClass(byte[].class)) {
            return list(node, type, loc);
        }
        if (type.isMapLikeType()) {
            return map(node, type, loc);
        }
        if (reader instanceof BeanDeserializerBase bean && !KnownTypes.isScalar(bean)) {
            return object(node, type, bean, "", loc);
        }
        return leaf(node, type, loc);
    }

    /// What a member should have been that may be left out, but may not be null.
    private static Violation notNull(
            JsonNode node, SettableBeanProperty property, List<Object> loc) {
        var type = property.getType();
        return property.getValueTypeDeserializer() != null ? notAnObject(loc)
                : type.isCollectionLikeType() ? notAList(loc)
                : type.isMapLikeType() ? notAMap(loc)
                : LeafRules.broken(node, type.getRawClass(), loc);
    }

    private static Violation notAList(List<Object> loc) {
        return Violation.of("list_type", loc, "Input should be a valid list");
    }

    private static Violation notAMap(List<Object> loc) {
        return Violation.of("dict_type", loc, "Input should be a valid dictionary");
    }

    private boolean list(JsonNode node, JavaType type, List<Object> loc) throws IOException {
        if (!node.isArray()) {
            return wrong(notAList(loc), node);
        }
        boolean good = true;
        for (int i = 0; i < node.size() && found.size() < MAX_VIOLATIONS; i++) {
            good &= value(node.get(i), type.getContentType(), at(loc, i));
        }
        return good;
    }

    private boolean map(JsonNode node, JavaType type, List<Object> loc) throws IOException {
        if (!node.isObject()) {
            return wrong(notAMap(loc), node);
        }
        boolean good = true;
        for (var entry : node.properties()) {
            if (found.size() < MAX_VIOLATIONS) {
                good &= value(
                        entry.getValue(), type.getContentType(), at(loc, entry.getKey()));
            }
        }
        return good;
    }

    /// A member of a polymorphic family, told by a property that names its kind.
    private boolean member(JsonNode node, JavaType type, TypeDeserializer family,
            List<Object> loc) throws IOException {
        var property = family.getPropertyName();
        var name = node.path(property);
        if (!name.isTextual() && type.isConcrete() && !takesAny(family)) {
            return variant(node, type, property, loc); // the only one of its kind
        }
        if (!name.isTextual()) {
            return takesAny(family)
                    ? leaf(node, type, loc)
                    : wrong(Violation.of("missing", at(loc, property), "Field required"), node);
        }
        var kind = types.kind(family, name.textValue());
        if (kind.isEmpty()) {
            return takesAny(family) ? leaf(node, type, loc)
                    : property.equals(KIND) ? unknownKind(node, type, loc)
                    : noVariant(node, type, property, loc);
        }
        var inside = property.equals(KIND) ? loc : at(loc, simpleName(kind.get()));
        return variant(node, kind.get(), property, inside);
    }

    /// What is kept verbatim where it was stored is no kind that a client may send.
    private static boolean takesAny(TypeDeserializer family) {
        var other = family.getDefaultImpl();
        return other != null && !Verbatim.class.isAssignableFrom(other);
    }

    private boolean unknownKind(JsonNode node, JavaType type, List<Object> loc) {
        var accepted = types.kinds(type).stream()
                .map(kind -> "'" + kind.getName() + "'").sorted().toList();
        return wrong(Violation.value(loc, "Unknown kind; Expected one of: " + accepted), node);
    }

    /// A union without `kind`: the value is held against each of its variants, as clients know it.
    private boolean noVariant(JsonNode node, JavaType type, String property, List<Object> loc)
            throws IOException {
        for (var kind : types.kinds(type)) {
            var variant = mapper.constructType(kind.getType());
            var inside = at(loc, simpleName(variant));
            var expected = WireNames.expected(List.of(kind.getName()));
            wrong(new Violation("literal_error", at(inside, property),
                    "Input should be " + expected, null,
                    java.util.Map.of("expected", expected)), node.get(property));
            var named = ((ObjectNode) node.deepCopy()).put(property, kind.getName());
            variant(named, variant, property, inside);
        }
        return false;
    }

    private boolean variant(JsonNode node, JavaType kind, String property, List<Object> loc)
            throws IOException {
        return types.reader(kind) instanceof BeanDeserializerBase bean
                ? object(node, kind, bean, property, loc)
                : leaf(node, kind, loc);
    }

    /// @param discriminator a member that belongs to the family, not to the record; empty for none
    private boolean object(JsonNode node, JavaType type, BeanDeserializerBase bean,
            String discriminator, List<Object> loc) throws IOException {
        if (!node.isObject()) {
            return wrong(notAnObject(loc), node);
        }
        var record = types.record(type, bean);
        var good = mapper.createObjectNode();
        for (var entry : node.properties()) {
            if (found.size() >= MAX_VIOLATIONS) {
                return false;
            }
            var name = entry.getKey();
            if (name.equals(discriminator)
                    || property(entry.getValue(), record, name, at(loc, name))) {
                good.set(name, entry.getValue());
            }
        }
        boolean fits = good.size() == node.size();
        for (var part : record.parts()) {
            fits &= part(part, good, node, loc);
        }
        return built(good, node, fits, record, loc) && fits;
    }

    private boolean property(JsonNode value, RecordType record, String name, List<Object> loc)
            throws IOException {
        var member = record.member(name);
        if (member.isPresent()) {
            var property = member.get();
            if (value.isNull() && property.getValueDeserializer() instanceof NotNullReader) {
                return wrong(notNull(value, property, loc), value);
            }
            return value(value, property.getType(), property.getValueDeserializer(),
                    Optional.ofNullable(property.getValueTypeDeserializer()), loc);
        }
        return types.ignores(record.type(), name) || wrong(Violation.of(
                "extra_forbidden", loc, "Extra inputs are not permitted"), value);
    }

    /// A record within the record: its rules count even where another part breaks some.
    private boolean part(RecordType part, ObjectNode good, JsonNode whole, List<Object> loc) {
        boolean fits = true;
        for (var inner : part.parts()) {
            fits &= part(inner, good, whole, loc);
        }
        var members = part.membersOf(good);
        boolean complete = fits && members.size() == part.membersOf(whole).size();
        return built(members, whole, complete, part, loc) && fits;
    }

    /// Builds the record of its good members, to hear what its constructor says. When some were not
    /// good, what it says about the record as a whole does not count: it has not seen the whole.
    private boolean built(ObjectNode rest, JsonNode whole, boolean complete, RecordType record,
            List<Object> loc) {
        try {
            mapper.readerFor(types.whole(record.type())).readValue(rest);
            return true;
        } catch (JacksonException e) {
            var fault = cause(e, Fault.Invalid.class);
            if (fault.isPresent()) {
                fault.get().violations().stream()
                        .filter(v -> complete || !v.loc().isEmpty())
                        .filter(v -> v.loc().isEmpty() || !leftOut(v.loc().getFirst(), rest, whole))
                        .forEach(v -> wrong(v.under(loc), inputOf(v, whole)));
                return false;
            }
            var absent = required(e).or(() -> cause(e, NullPointerException.class)
                    .map(npe -> String.valueOf(npe.getMessage()))
                    .map(PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE::translate)
                    .filter(name -> record.member(name).isPresent()));
            if (absent.isPresent() && leftOut(absent.get(), rest, whole)) {
                return false;
            }
            if (absent.isPresent()) {
                return wrong(Violation.of(
                        "missing", at(loc, absent.get()), "Field required"), whole);
            }
        } catch (IOException _) { // a tree in memory can be read: nothing else comes here
        }
        boolean said = places.stream().anyMatch(place -> startsWith(place, loc));
        return !said && wrong(Violation.value(loc, "not as expected here"), whole);
    }

    /// Whether a member was sent and is not good: then its mistakes are reported already.
    private static boolean leftOut(Object member, ObjectNode rest, JsonNode whole) {
        return whole.has(member.toString()) && !rest.has(member.toString());
    }

    /// The member that has to be there, even if it may be null.
    private static Optional<String> required(JacksonException thrown) {
        return Optional.of(thrown)
                .filter(e -> e instanceof MismatchedInputException
                        && e.getOriginalMessage().startsWith("Missing required creator property"))
                .map(e -> ((MismatchedInputException) e).getPath().getLast().getFieldName());
    }

    private boolean leaf(JsonNode node, JavaType type, List<Object> loc) {
        try {
            mapper.readerFor(type).readValue(node);
            return true;
        } catch (JacksonException e) {
            var fault = cause(e, Fault.Invalid.class);
            if (fault.isEmpty()) {
                return wrong(types.isTree(type)
                        ? notAMap(loc)
                        : LeafRules.broken(node, type.getRawClass(), loc), node);
            }
            fault.get().violations().forEach(v -> wrong(v.under(loc), inputOf(v, node)));
            return false;
        } catch (IOException _) { // a tree in memory can be read
            return true;
        }
    }

    /// Reports a violation, unless its place was reported before. Always false.
    private boolean wrong(Violation violation, JsonNode input) {
        if (places.add(violation.loc())) {
            found.add(violation.withInput(Redactor.shape(input)));
        }
        return false;
    }

    /// The value that a constructor complains about: the object itself when a member of it is
    /// missing.
    private static JsonNode inputOf(Violation violation, JsonNode whole) {
        if (violation.type().equals("missing")) {
            return whole;
        }
        var node = whole;
        for (var step : violation.loc()) {
            node = step instanceof Integer index ? node.path(index) : node.path(step.toString());
        }
        return node;
    }

    private static <T extends Throwable> Optional<T> cause(Throwable thrown, Class<T> type) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .limit(10)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    private static String simpleName(JavaType type) {
        return type.getRawClass().getSimpleName();
    }

    private static boolean startsWith(List<Object> place, List<Object> loc) {
        return place.size() >= loc.size() && place.subList(0, loc.size()).equals(loc);
    }

    private static List<Object> at(List<Object> loc, Object step) {
        var further = new ArrayList<>(loc);
        further.add(step);
        return List.copyOf(further);
    }
}
