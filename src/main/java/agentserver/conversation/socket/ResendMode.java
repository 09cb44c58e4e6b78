package agentserver.conversation.socket;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What a new socket wants of what happened before: all, what came since a time, or what came after a
/// sequence. Source: contract 03 §6.1; the last is ours.
enum ResendMode {
    @JsonProperty("all")
    ALL,
    @JsonProperty("since")
    SINCE,
    @JsonProperty("seq")
    SEQ
}
