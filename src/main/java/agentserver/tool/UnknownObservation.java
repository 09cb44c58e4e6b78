package agentserver.tool;

import agentserver.base.json.KeepNulls;
import agentserver.llm.Content;
import agentserver.llm.TextContent;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An observation of a kind that this server does not know, in all its members, `kind` among them: a log
/// written by another server, or by a later version of this one, is read and shown unchanged.
public final class UnknownObservation implements Observation, JsonSerializable {

    private final ObjectNode members;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    UnknownObservation(ObjectNode members) {
        this.members = members;
    }

    @Override
    public List<Content> content() {
        return List.of(TextContent.of(members.toString()));
    }

    @Override
    public boolean isError() {
        return members.path("is_error").asBoolean();
    }

    /// All members, `kind` among them; a copy.
    public Map<String, JsonNode> members() {
        var copy = new LinkedHashMap<String, JsonNode>();
        members.properties().forEach(member -> copy.put(member.getKey(), member.getValue()));
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UnknownObservation same && same.members.equals(members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    @Override
    public void serialize(JsonGenerator out, SerializerProvider context) throws IOException {
        new KeepNulls().serialize(members, out, context);
    }

    @Override
    public void serializeWithType(
            JsonGenerator out, SerializerProvider context, TypeSerializer types)
            throws IOException {
        serialize(out, context); // its kind is among its members
    }
}
