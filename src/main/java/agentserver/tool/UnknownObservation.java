package agentserver.tool;

import agentserver.llm.Content;
import agentserver.llm.TextContent;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An observation of a kind that this server does not know, in all its members, `kind` among them: a log
/// written by another server, or by a later version of this one, is read and shown unchanged.
@JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
public final class UnknownObservation implements Observation {

    private final Map<String, JsonNode> members = new LinkedHashMap<>();

    @JsonCreator
    UnknownObservation() {}

    @JsonAnySetter
    void member(String name, JsonNode value) {
        members.put(name, value);
    }

    @Override
    @JsonIgnore
    public List<Content> content() {
        return List.of(TextContent.of(members.toString()));
    }

    @Override
    @JsonIgnore
    public boolean isError() {
        return members.containsKey("is_error") && members.get("is_error").asBoolean();
    }

    @JsonAnyGetter
    public Map<String, JsonNode> members() {
        return members;
    }
}
