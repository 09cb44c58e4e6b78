package agentserver.base.json;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import java.io.IOException;

/// A value of a kind that this server does not know: it is written as it was read, its `kind` and its
/// nulls included.
public interface Verbatim extends JsonSerializable {

    /// What was read. Nobody changes it.
    @JsonIgnore
    JsonNode json();

    /// What of it this writer may show: all.
    default JsonNode shownTo(SerializerProvider context) {
        return json();
    }

    @Override
    default void serialize(JsonGenerator out, SerializerProvider context) throws IOException {
        new KeepNulls().serialize(shownTo(context), out, context);
    }

    @Override
    default void serializeWithType(
            JsonGenerator out, SerializerProvider context, TypeSerializer types)
            throws IOException {
        serialize(out, context); // its kind is among its members
    }
}
