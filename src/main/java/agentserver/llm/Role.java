package agentserver.llm;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Who speaks in a message.
public enum Role {
    @JsonProperty("user")
    USER,
    @JsonProperty("system")
    SYSTEM,
    @JsonProperty("assistant")
    ASSISTANT,
    @JsonProperty("tool")
    TOOL
}
