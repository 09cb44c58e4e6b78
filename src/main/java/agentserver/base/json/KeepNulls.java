package agentserver.base.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;

/// Writes a tree member for member, nulls included, whichever mapper writes it: for values that are
/// somebody else's and go out as they came in. Put on a record component with `@JsonSerialize`.
public final class KeepNulls extends JsonSerializer<JsonNode> {

    @Override
    public void serialize(JsonNode tree, JsonGenerator out, SerializerProvider context)
            throws IOException {
        try (var parser = tree.traverse()) {
            parser.nextToken();
            out.copyCurrentStructure(parser);
        }
    }
}
