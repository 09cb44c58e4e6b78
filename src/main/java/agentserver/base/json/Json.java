package agentserver.base.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.Collection;

/// The mappers of this server. Java names are camelCase, wire names snake_case; text is UTF-8, compact.
///
/// [#strict] speaks with our clients: an unknown member and trailing text are errors, a text is not a
/// number. It writes nulls; [#compact] is the same mapper that leaves them out, in trees and maps too.
/// [#lenient] reads what model providers and remote tools send. Immutable; any thread may use it.
public final class Json {

    private static final ObjectMapper LENIENT = common()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final ObjectMapper strict;
    private final ObjectMapper compact;

    /// @param kinds the records of open polymorphic families (actions, observations), by whose simple
    ///        names their `kind` is known
    public Json(Collection<Class<?>> kinds) {
        strict = strictBuilder(kinds).build();
        compact = strictBuilder(kinds)
                .defaultPropertyInclusion(JsonInclude.Value.construct(
                        JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .disable(JsonNodeFeature.WRITE_NULL_PROPERTIES)
                .build();
    }

    public ObjectMapper strict() {
        return strict;
    }

    public ObjectMapper compact() {
        return compact;
    }

    public static ObjectMapper lenient() {
        return LENIENT;
    }

    private static JsonMapper.Builder strictBuilder(Collection<Class<?>> kinds) {
        var builder = common()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
        for (var kind : kinds) {
            builder.registerSubtypes(new NamedType(kind, kind.getSimpleName()));
        }
        return builder;
    }

    private static JsonMapper.Builder common() {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE);
    }
}
