package agentserver.event;

import agentserver.llm.Message;
import agentserver.llm.TextContent;
import java.util.List;
import java.util.Objects;

/// A tool call that failed before, or instead of, giving an observation.
///
/// ```json
/// {"kind": "AgentErrorEvent", …, "source": "agent", "tool_name": "no_such_tool",
///  "tool_call_id": "call_1", "error": "…",
///  "classification": {"kind": "agent_action", "retryable": true, "user_action": "retry"}}
/// ```
///
/// It belongs to its action by `tool_call_id`. An absent `classification` is read as unknown.
/// Source: contract 07 §4.6.
public record AgentErrorEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        String toolName,
        String toolCallId,
        String error,
        ErrorClassification classification) implements ToolResult {

    public AgentErrorEvent {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.AGENT);
        Objects.requireNonNull(toolName, "tool_name");
        Objects.requireNonNull(toolCallId, "tool_call_id");
        Objects.requireNonNull(error, "error");
        classification = Objects.requireNonNullElse(classification, ErrorClassification.UNKNOWN);
    }

    /// An unstamped failure of an action's call.
    public static AgentErrorEvent of(
            ActionEvent action, String error, ErrorClassification classification) {
        return new AgentErrorEvent(
                Event.freshId(), null, EventSource.AGENT, null, action.toolName(),
                action.toolCallId(), error, classification);
    }

    @Override
    public Message toMessage() {
        return Message.toolResult(toolCallId, toolName, List.of(TextContent.of(error)));
    }

    @Override
    public AgentErrorEvent stamped(String newTimestamp, String newParentId) {
        return new AgentErrorEvent(
                id, newTimestamp, source, newParentId, toolName, toolCallId, error,
                classification);
    }
}
