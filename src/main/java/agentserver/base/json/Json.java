package agentserver.base.json;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;

/// The mappers of this server. Java names are camelCase, wire names snake_case; text is UTF-8,
/// compact.
///
/// [#strict] speaks with our clients: an unknown member and trailing text are errors, a text is
/// not a number. It writes nulls; [#compact] is the same mapper that leaves them out, in trees and
/// maps too. [#lenient] reads what model providers and remote tools send. [#read] reads what
/// clients send, and says all that is wrong with it. Immutable; any thread may use it.
/// The mappers are made when they are first needed, which takes some 20 ms: not at the start.
///
/// A sealed family needs no list of its kinds: they are the types that it permits, going down
/// nested ones, named by their simple names.
public final class Json {

    private static final Once<ObjectMapper> LENIENT = new Once<>(() -> common()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build());

    /// How many idle sets of buffers are kept, of some 20 KB each: as many as threads compute at
    /// once, and more.
    private static final int IDLE_BUFFERS = 32;

    private static final RecyclerPool<BufferRecycler> BUFFERS =
            JsonRecyclerPools.newBoundedPool(IDLE_BUFFERS);

    private static final List<Object> BODY = List.of("body");

    private final Once<ObjectMapper> strict;
    private final Once<ObjectMapper> compact;

    /// @param kinds the records of open polymorphic families (actions, observations), by whose
    ///        simple names their `kind` is known
    public Json(Collection<Class<?>> kinds) {
        strict = new Once<>(() -> strictBuilder(kinds).build());
        compact = new Once<>(() -> strictBuilder(kinds)
                .defaultPropertyInclusion(JsonInclude.Value.construct(
                        JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .disable(JsonNodeFeature.WRITE_NULL_PROPERTIES)
                .build());
    }

    /// Makes what the first who reads or writes would else wait for.
    public void warmUp() {
        strict();
        compact();
        lenient();
    }

    public ObjectMapper strict() {
        return strict.get();
    }

    public ObjectMapper compact() {
        return compact.get();
    }

    public static ObjectMapper lenient() {
        return LENIENT.get();
    }

    /// Where all parsers and generators come from. They share their buffers: by itself Jackson keeps
    /// a set for each thread, so that every virtual thread that waits holds one, and no new one
    /// finds any.
    public static JsonFactoryBuilder factory() {
        return new JsonFactoryBuilder().recyclerPool(BUFFERS);
    }

    /// Reads the body of a request.
    ///
    /// The straight way costs what the mapper costs. Only a body that can't be read so is looked at
    /// again, member by member, for all that is wrong with it ([Diagnosis]).
    ///
    /// @param type a record, or an array class for a list
    /// @throws Fault.Invalid with every broken rule, in the shape of contract 01 §7.1
    public <T> T read(byte[] body, Class<T> type) {
        if (isNull(body)) {
            throw Fault.invalid(Violation.of("missing", BODY, "Field required"));
        }
        try {
            return strict().readValue(body, type);
        } catch (InvalidDefinitionException e) {
            throw new IllegalStateException(type.getName() + " can't be read: our mistake", e);
        } catch (JacksonException _) { // says too little: see Diagnosis
            throw new Fault.Invalid(Diagnosis.of(strict(), body, type));
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    /// The same from a stream, which is read to its end.
    public <T> T read(InputStream body, Class<T> type) throws IOException {
        return read(body.readAllBytes(), type);
    }

    /// Whether a body holds nothing: no bytes, white space, or `null`.
    public static boolean isNull(byte[] body) {
        int start = 0;
        while (start < body.length && body[start] <= ' ' && body[start] >= 0) {
            start++;
        }
        int end = body.length;
        while (end > start && body[end - 1] <= ' ' && body[end - 1] >= 0) {
            end--;
        }
        return start == end || end - start == 4 && body[start] == 'n' && body[start + 1] == 'u'
                && body[start + 2] == 'l' && body[start + 3] == 'l';
    }

    /// What is wrong with a body that should be an object and is something else.
    public static Violation notAnObject() {
        return Diagnosis.notAnObject(BODY).withInput(Redactor.REDACTED);
    }

    private static JsonMapper.Builder strictBuilder(Collection<Class<?>> kinds) {
        var builder = common()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, config -> config
                        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .withCoercionConfig(LogicalType.Enum, config -> config
                        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                        .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail));
        for (var kind : kinds) {
            builder.registerSubtypes(new NamedType(kind, kind.getSimpleName()));
        }
        return builder;
    }

    private static JsonMapper.Builder common() {
        return JsonMapper.builder(factory().build())
                .annotationIntrospector(new SealedKinds())
                .addModule(new WireTypes())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(DeserializationFeature.EAGER_DESERIALIZER_FETCH); // a start has no time for it
    }
}
