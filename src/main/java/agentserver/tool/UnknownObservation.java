package agentserver.tool;

import agentserver.base.json.Verbatim;
import agentserver.llm.Content;
import agentserver.llm.TextContent;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// An observation of a kind that this server does not know, in all its members, `kind` among them: a
/// log written by another server, or by a later version of this one, is read and shown unchanged.
public record UnknownObservation(JsonNode json) implements Observation, Verbatim {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static UnknownObservation of(ObjectNode members) {
        return new UnknownObservation(members);
    }

    @Override
    public List<Content> content() {
        return List.of(TextContent.of(json.toString()));
    }

    @Override
    public boolean isError() {
        return json.path("is_error").asBoolean();
    }
}
