package agentserver.event;

import agentserver.base.json.KeepNulls;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Locale;

/// An event of a kind that this server does not know, as it was read: a log written by another
/// server, or by a later version of this one, is read and shown unchanged. This server never makes
/// one.
public final class UnknownEvent implements Event, JsonSerializable {

    private final ObjectNode members;

    /// @throws IllegalArgumentException when it has no usable id
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    UnknownEvent(ObjectNode members) {
        Event.checkedId(members.path("id").textValue());
        this.members = members;
    }

    /// All members; a copy.
    public ObjectNode members() {
        return members.deepCopy();
    }

    String kind() {
        return members.path("kind").asText();
    }

    @Override
    public String id() {
        return members.path("id").textValue();
    }

    @Override
    public String timestamp() {
        return members.path("timestamp").textValue();
    }

    /// Who caused it; the environment, when that is not said in a word that we know.
    @Override
    public EventSource source() {
        try {
            return EventSource.valueOf(members.path("source").asText().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) { // a later version's word
            return EventSource.ENVIRONMENT;
        }
    }

    @Override
    public String parentId() {
        return members.path("parent_id").textValue();
    }

    @Override
    public UnknownEvent stamped(String timestamp, String parentId) {
        var copy = members().put("timestamp", timestamp).put("parent_id", parentId);
        return new UnknownEvent(copy);
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
