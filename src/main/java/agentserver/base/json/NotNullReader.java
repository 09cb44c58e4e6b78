package agentserver.base.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import java.io.IOException;

/// Reads a component marked [NotNull] as its type is always read, but refuses `null`.
public final class NotNullReader extends JsonDeserializer<Object>
        implements ContextualDeserializer {

    private final JsonDeserializer<Object> reader;
    private final JavaType type;

    /// For the mapper, which asks [#createContextual] for the one it uses.
    NotNullReader() {
        this(null, null);
    }

    private NotNullReader(JsonDeserializer<Object> reader, JavaType type) {
        this.reader = reader;
        this.type = type;
    }

    @Override
    public JsonDeserializer<?> createContextual(
            DeserializationContext context, BeanProperty property) throws JsonMappingException {
        return new NotNullReader(
                context.findContextualValueDeserializer(property.getType(), property),
                property.getType());
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context)
            throws IOException {
        return reader.deserialize(parser, context);
    }

    @Override
    public Object deserializeWithType(
            JsonParser parser, DeserializationContext context, TypeDeserializer family)
            throws IOException {
        return reader.deserializeWithType(parser, context, family);
    }

    @Override
    public Object getNullValue(DeserializationContext context) throws JsonMappingException {
        return context.reportInputMismatch(type, "null is not a value of this member");
    }

    @Override
    public Object getAbsentValue(DeserializationContext context) throws JsonMappingException {
        return reader.getAbsentValue(context);
    }
}
