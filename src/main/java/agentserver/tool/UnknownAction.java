package agentserver.tool;

import agentserver.base.json.Verbatim;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// An action of a kind that this server does not know, in all its members, `kind` among them: a log
/// written by another server, or by a later version of this one, is read and shown unchanged.
public record UnknownAction(JsonNode json) implements Action, Verbatim {

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static UnknownAction of(ObjectNode members) {
        return new UnknownAction(members);
    }
}
