package agentserver.server.docs;

import agentserver.base.json.Encoded;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds the members of records by the mapper's own introspection: their names on the wire, their
/// types, what is left out, groups whose members stand in the record itself.
final class Members {

    private final SerializationConfig config;

    Members(ObjectMapper mapper) {
        config = mapper.getSerializationConfig();
    }

    /// In the order in which they are written.
    List<Member> of(JavaType record) {
        var description = config.introspect(record);
        var members = new ArrayList<Member>();
        for (var property : description.findProperties()) {
            var accessor = property.getAccessor();
            if (accessor == null || isAny(description, property)) {
                continue;
            }
            if (config.getAnnotationIntrospector().findUnwrappingNameTransformer(accessor) != null) {
                members.addAll(of(accessor.getType()));
            } else {
                members.add(new Member(property.getName(), type(record, property),
                        isAlways(record, property), isComputed(record, property)));
            }
        }
        return members;
    }

    /// Whether the record has members beside those that it names.
    boolean hasMore(JavaType record) {
        return config.introspect(record).findAnyGetter() != null;
    }

    private static boolean isAny(BeanDescription description, BeanPropertyDefinition property) {
        var any = description.findAnyGetter();
        return any != null && property.getInternalName().equals(any.getName());
    }

    private JavaType type(JavaType record, BeanPropertyDefinition property) {
        var declared = property.getAccessor().getType();
        var encoded = component(record, property)
                .map(component -> component.getAnnotation(Encoded.class));
        if (encoded.isEmpty()) {
            return declared;
        }
        var factory = config.getTypeFactory();
        var type = factory.constructType(encoded.get().value());
        return declared.isCollectionLikeType()
                ? factory.constructCollectionType(List.class, type) : type;
    }

    private boolean isAlways(JavaType record, BeanPropertyDefinition property) {
        var own = property.findInclusion().getValueInclusion();
        var whole = config.getDefaultPropertyInclusion(record.getRawClass())
                .withOverrides(classInclusion(record)).getValueInclusion();
        var inclusion = own == JsonInclude.Include.USE_DEFAULTS ? whole : own;
        return inclusion == JsonInclude.Include.ALWAYS
                || inclusion == JsonInclude.Include.USE_DEFAULTS;
    }

    private static boolean isComputed(JavaType record, BeanPropertyDefinition property) {
        return record.getRawClass().isRecord() && component(record, property).isEmpty();
    }

    private static JsonInclude.Value classInclusion(JavaType record) {
        var annotation = record.getRawClass().getAnnotation(JsonInclude.class);
        return annotation == null ? JsonInclude.Value.empty() : JsonInclude.Value.from(annotation);
    }

    private static Optional<RecordComponent> component(
            JavaType record, BeanPropertyDefinition property) {
        var components = record.getRawClass().getRecordComponents();
        return components == null ? Optional.empty() : Arrays.stream(components)
                .filter(component -> component.getName().equals(property.getInternalName()))
                .findFirst();
    }
}
