package agentserver.tool;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// An action of a kind that this server does not know, in all its members, `kind` among them: a log
/// written by another server, or by a later version of this one, is read and shown unchanged.
@JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
public final class UnknownAction implements Action {

    private final Map<String, JsonNode> members = new LinkedHashMap<>();

    @JsonCreator
    UnknownAction() {}

    @JsonAnySetter
    void member(String name, JsonNode value) {
        members.put(name, value);
    }

    @JsonAnyGetter
    public Map<String, JsonNode> members() {
        return members;
    }
}
