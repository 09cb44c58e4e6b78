package agentserver.base.json;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.DefaultDeserializationContext;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/// What the mapper knows about types, asked without reading anything.
final class KnownTypes {

    private final DeserializationConfig config;
    private final DefaultDeserializationContext context;

    KnownTypes(ObjectMapper mapper) {
        config = mapper.getDeserializationConfig();
        context = ((DefaultDeserializationContext) mapper.getDeserializationContext())
                .createDummyInstance(config);
    }

    /// How a value of the type is read, its kind aside.
    JsonDeserializer<?> reader(JavaType type) throws JsonMappingException {
        return context.findContextualValueDeserializer(type, null);
    }

    /// How kinds of the type are told apart; nothing when it has no kinds.
    Optional<TypeDeserializer> family(JavaType type) throws JsonMappingException {
        return Optional.ofNullable(context.getFactory().findTypeDeserializer(config, type));
    }

    /// The type that a family calls by that name.
    Optional<JavaType> kind(TypeDeserializer family, String name) throws IOException {
        return Optional.ofNullable(family.getTypeIdResolver().typeFromId(context, name));
    }

    /// All kinds of a family that have names.
    Collection<NamedType> kinds(JavaType family) {
        var annotated = config.introspectClassAnnotations(family).getClassInfo();
        return config.getSubtypeResolver()
                .collectAndResolveSubtypesByTypeId(config, annotated)
                .stream().filter(NamedType::hasName).toList();
    }

    /// Whether a record takes a member that it does not know.
    boolean ignores(JavaType type, String name) {
        var description = config.introspect(type);
        var ignorals = config.getDefaultPropertyIgnorals(
                type.getRawClass(), description.getClassInfo());
        if (ignorals != null && (ignorals.getIgnoreUnknown()
                || ignorals.getIgnored().contains(name))) {
            return true;
        }
        return description.findAnySetterAccessor() != null
                || description.getConstructors().stream().anyMatch(constructor -> {
                    int count = constructor.getParameterCount();
                    for (int i = 0; i < count; i++) {
                        if (constructor.getParameter(i).hasAnnotation(JsonAnySetter.class)) {
                            return true;
                        }
                    }
                    return false;
                });
    }

    /// The family that a record is read as one of, since it alone knows the names of its kinds; else the
    /// type itself.
    JavaType whole(JavaType type) {
        return root(type.getRawClass()).<JavaType>map(config::constructType).orElse(type);
    }

    private static Optional<Class<?>> root(Class<?> type) {
        if (type.isAnnotationPresent(JsonTypeInfo.class)) {
            return Optional.of(type);
        }
        return Arrays.stream(type.getInterfaces()).flatMap(above -> root(above).stream()).findFirst();
    }

    /// A record whose members, and those of its parts, can be asked for.
    RecordType record(JavaType type, BeanDeserializerBase bean) throws JsonMappingException {
        var introspector = config.getAnnotationIntrospector();
        var parts = new ArrayList<RecordType>();
        for (var component : config.introspect(type).findProperties()) {
            var member = component.getPrimaryMember();
            if (introspector.findUnwrappingNameTransformer(member) != null
                    && reader(member.getType()) instanceof BeanDeserializerBase part) {
                parts.add(record(member.getType(), part));
            }
        }
        return new RecordType(type, bean, parts);
    }

    boolean isTree(JavaType type) {
        return type.hasRawClass(ObjectNode.class) || type.hasRawClass(JsonNode.class);
    }

    /// Whether values of the type are made of one text or number.
    static boolean isScalar(BeanDeserializerBase bean) {
        var maker = bean.getValueInstantiator();
        return maker.canCreateFromString() || maker.canCreateUsingDelegate();
    }
}
