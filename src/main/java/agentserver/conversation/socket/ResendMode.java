package agentserver.conversation.socket;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a new socket wants of what happened before. Source: contract 03 §6.1.
enum ResendMode {
    @JsonProperty("all")
    ALL,
    @JsonProperty("since")
    SINCE
}
