package agentserver.server.docs;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.AnnotatedClassResolver;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Polymorphic families, as the mapper knows them.
final class Kinds {

    /// How a record is told from the rest of its family: `"kind": "PauseEvent"`.
    ///
    /// @param needed whether it has to stand there when the record is read
    record Mark(String property, String name, boolean needed) {}

    private final SerializationConfig config;

    Kinds(ObjectMapper mapper) {
        config = mapper.getSerializationConfig();
    }

    /// Whether values of the type are of several kinds.
    boolean isFamily(Class<?> type) {
        return type.isInterface() && root(type).isPresent();
    }

    /// The property by which the kinds of a family are told apart.
    String property(Class<?> family) {
        return info(root(family).orElseThrow()).property();
    }

    /// The records of a family by their names. One that stands for kinds which are not known writes
    /// itself, and is not among them.
    SortedMap<String, Class<?>> of(Class<?> family) {
        var annotated = AnnotatedClassResolver.resolve(
                config, config.constructType(family), config);
        var kinds = new TreeMap<String, Class<?>>();
        for (NamedType kind : config.getSubtypeResolver()
                .collectAndResolveSubtypesByTypeId(config, annotated)) {
            var type = kind.getType();
            boolean known = kind.hasName() && !type.isInterface()
                    && !JsonSerializable.class.isAssignableFrom(type);
            if (known) {
                kinds.put(kind.getName(), type);
            }
        }
        return kinds;
    }

    /// How the record is marked; empty when it belongs to no family.
    Optional<Mark> mark(Class<?> type) {
        return root(type).map(root -> {
            var info = info(root);
            var names = of(root).entrySet().stream()
                    .filter(kind -> kind.getValue() == type).map(kind -> kind.getKey());
            var own = Stream.ofNullable(type.getAnnotation(JsonTypeName.class))
                    .map(JsonTypeName::value);
            var name = Stream.of(own, names, Stream.of(type.getSimpleName()))
                    .flatMap(found -> found).findFirst().orElseThrow();
            return new Mark(info.property(), name, info.defaultImpl() != type);
        });
    }

    /// The family that a record is read as one of, since it alone knows all names; else the type itself.
    Class<?> whole(Class<?> type) {
        return root(type).orElse(type);
    }

    private static JsonTypeInfo info(Class<?> root) {
        return root.getAnnotation(JsonTypeInfo.class);
    }

    /// The type that says how its kinds are told apart: itself or one that it implements.
    private static Optional<Class<?>> root(Class<?> type) {
        if (type.isAnnotationPresent(JsonTypeInfo.class)) {
            return Optional.of(type);
        }
        return Arrays.stream(type.getInterfaces()).flatMap(above -> root(above).stream()).findFirst();
    }
}
