package agentserver.base.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// Reads a value of a kind that this server does not know. What was stored is kept as it is, whoever
/// wrote it; from a client such a kind is a mistake, and stays one. Put on the [Verbatim] record that is
/// the `defaultImpl` of its family, which has its `kind` visible.
///
/// @param <T> the family
public abstract class UnknownKindReader<T> extends JsonDeserializer<T> {

    private static final Object KEEPS = UnknownKindReader.class;

    /// A reader of what was stored.
    public static ObjectReader keeping(ObjectReader reader) {
        return reader.withAttribute(KEEPS, true);
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
        if (context.getAttribute(KEEPS) == null) {
            return context.reportInputMismatch(this, "an unknown kind");
        }
        return context.readTree(in) instanceof ObjectNode json
                ? of(json)
                : context.reportInputMismatch(this, "not an object");
    }

    /// The value that keeps this JSON, its `kind` included.
    protected abstract T of(ObjectNode json);
}
