package agentserver.event;

import agentserver.llm.Message;
import agentserver.llm.TextContent;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;

/// An action that was not allowed to happen.
///
/// ```json
/// {"kind": "UserRejectObservation", …, "tool_name": "terminal", "tool_call_id": "call_1",
///  "rejection_reason": "not now", "rejection_source": "user", "action_id": "6f…"}
/// ```
///
/// Source: contract 07 §4.5.
public record UserRejectObservation(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        String toolName,
        String toolCallId,
        String rejectionReason,
        RejectionSource rejectionSource,
        String actionId) implements ToolResult {

    /// The reason when none is given.
    public static final String NO_REASON = "User rejected the action";

    /// Who said no.
    public enum RejectionSource {
        @JsonProperty("user")
        USER,
        @JsonProperty("hook")
        HOOK
    }

    public UserRejectObservation {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.ENVIRONMENT);
        Objects.requireNonNull(toolName, "tool_name");
        Objects.requireNonNull(toolCallId, "tool_call_id");
        rejectionReason = Objects.requireNonNullElse(rejectionReason, NO_REASON);
        rejectionSource = Objects.requireNonNullElse(rejectionSource, RejectionSource.USER);
        Objects.requireNonNull(actionId, "action_id");
    }

    /// An unstamped refusal of an action.
    public static UserRejectObservation of(
            ActionEvent action, String reason, RejectionSource by) {
        return new UserRejectObservation(
                Event.freshId(), null, EventSource.ENVIRONMENT, null, action.toolName(),
                action.toolCallId(), reason, by, action.id());
    }

    @Override
    public Message toMessage() {
        return Message.toolResult(
                toolCallId, toolName,
                List.of(TextContent.of("Action rejected: " + rejectionReason)));
    }

    @Override
    public UserRejectObservation stamped(String newTimestamp, String newParentId) {
        return new UserRejectObservation(
                id, newTimestamp, source, newParentId, toolName, toolCallId, rejectionReason,
                rejectionSource, actionId);
    }
}
