package agentserver.event;

import agentserver.base.json.Verbatim;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/// An event of a kind that this server does not know, as it was read: a log written by another
/// server, or by a later version of this one, is read and shown unchanged. This server never makes
/// one.
public record UnknownEvent(JsonNode json) implements Event, Verbatim {

    /// @throws IllegalArgumentException when it has no usable id
    public UnknownEvent {
        Event.checkedId(json.path("id").textValue());
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static UnknownEvent of(ObjectNode members) {
        return new UnknownEvent(members);
    }

    String kind() {
        return json.path("kind").asText();
    }

    @Override
    public String id() {
        return json.path("id").textValue();
    }

    @Override
    public String timestamp() {
        return json.path("timestamp").textValue();
    }

    /// Who caused it; the environment, when that is not said in a word that we know.
    @Override
    public EventSource source() {
        try {
            return EventSource.valueOf(json.path("source").asText().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException _) { // a later version's word
            return EventSource.ENVIRONMENT;
        }
    }

    @Override
    public String parentId() {
        return json.path("parent_id").textValue();
    }

    @Override
    public UnknownEvent stamped(String timestamp, String parentId) {
        ObjectNode copy = json.deepCopy();
        copy.put("timestamp", timestamp).put("parent_id", parentId);
        return new UnknownEvent(copy);
    }
}
