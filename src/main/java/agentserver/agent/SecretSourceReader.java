package agentserver.agent;

import agentserver.agent.SecretSource.StaticSecret;
import agentserver.base.secret.Secret;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/// Reads a [SecretSource] in the short forms too that clients may send: the value itself, or an object
/// with a `value` and no `kind`. Put on the contents of a map. Source: contract 02 §7, 08 §15.
public final class SecretSourceReader extends JsonDeserializer<SecretSource> {

    @Override
    public SecretSource deserialize(JsonParser in, DeserializationContext context)
            throws IOException {
        if (in.hasToken(JsonToken.VALUE_STRING)) {
            return new StaticSecret(null, context.readValue(in, Secret.class));
        }
        JsonNode tree = context.readTree(in);
        if (tree instanceof ObjectNode object && !object.has("kind") && object.has("value")) {
            object.put("kind", StaticSecret.class.getSimpleName());
        }
        return context.readTreeAsValue(tree, SecretSource.class);
    }

    @Override
    public SecretSource deserializeWithType(
            JsonParser in, DeserializationContext context, TypeDeserializer types)
            throws IOException {
        return deserialize(in, context); // which looks at the kind itself
    }
}
