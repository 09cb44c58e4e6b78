package agentserver.conversation.state;

import agentserver.base.json.SchemaName;
import com.fasterxml.jackson.annotation.JsonProperty;

/// What a conversation is doing. Source: contract 02 §5.1.
@SchemaName("ConversationExecutionStatus")
public enum ExecutionStatus {
    @JsonProperty("idle")
    IDLE,
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("paused")
    PAUSED,
    @JsonProperty("waiting_for_confirmation")
    WAITING_FOR_CONFIRMATION,
    @JsonProperty("finished")
    FINISHED,
    @JsonProperty("error")
    ERROR,
    @JsonProperty("stuck")
    STUCK,
    @JsonProperty("deleting")
    DELETING;

    /// Whether a run may start from here; from `finished` only a new message leads on.
    public boolean canStartRun() {
        return switch (this) {
            case IDLE, PAUSED, ERROR, STUCK, WAITING_FOR_CONFIRMATION -> true;
            case RUNNING, FINISHED, DELETING -> false;
        };
    }
}
