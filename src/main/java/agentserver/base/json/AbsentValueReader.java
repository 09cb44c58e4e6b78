package agentserver.base.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import java.io.IOException;

/// Reads a component marked [WhenAbsent] as its type is always read, but knows a value for a
/// missing one.
final class AbsentValueReader extends JsonDeserializer<Object> implements ContextualDeserializer {

    private final JsonDeserializer<Object> reader;
    private final JavaType type;
    private final String json;

    /// For the mapper, which asks [#createContextual] for the one it uses.
    AbsentValueReader() {
        this(null, null, null);
    }

    private AbsentValueReader(JsonDeserializer<Object> reader, JavaType type, String json) {
        this.reader = reader;
        this.type = type;
        this.json = json;
    }

    @Override
    public JsonDeserializer<?> createContextual(
            DeserializationContext context, BeanProperty property) throws JsonMappingException {
        var plain = context.findContextualValueDeserializer(property.getType(), property);
        var value = property.getAnnotation(WhenAbsent.class).value();
        return new AbsentValueReader(plain, property.getType(), value);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
            throws IOException {
        return reader.deserialize(parser, context);
    }

    @Override
    public Object getNullValue(DeserializationContext context) throws JsonMappingException {
        if (type.isPrimitive()) {
            return context.reportInputMismatch(type, "null is not a value of this member");
        }
        return reader.getNullValue(context);
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) throws JsonMappingException {
        try {
            return context.readTreeAsValue(Json.lenient().readTree(json), type);
        } catch (JsonMappingException e) {
            throw e;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("@WhenAbsent is not JSON: " + json, e);
        } catch (IOException e) {
            throw JsonMappingException.fromUnexpectedIOE(e);
        }
    }
}
