package agentserver.event;

import agentserver.llm.Content;
import agentserver.llm.Message;
import agentserver.llm.TextContent;
import agentserver.tool.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What a tool answered.
///
/// ```json
/// {"kind": "ObservationEvent", …, "tool_name": "terminal", "tool_call_id": "call_1",
///  "observation": {"kind": "TerminalObservation", …}, "action_id": "6f…", "extended_content": []}
/// ```
///
/// `extended_content` is for the model only. Source: contract 07 §4.4.
public record ObservationEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        String toolName,
        String toolCallId,
        Observation observation,
        String actionId,
        List<TextContent> extendedContent) implements ToolResult {

    public ObservationEvent {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.ENVIRONMENT);
        Objects.requireNonNull(toolName, "tool_name");
        Objects.requireNonNull(toolCallId, "tool_call_id");
        Objects.requireNonNull(observation, "observation");
        Objects.requireNonNull(actionId, "action_id");
        extendedContent = extendedContent == null ? List.of() : List.copyOf(extendedContent);
    }

    /// An unstamped answer to an action.
    public static ObservationEvent of(ActionEvent action, Observation observation) {
        return new ObservationEvent(
                Event.freshId(), null, EventSource.ENVIRONMENT, null, action.toolName(),
                action.toolCallId(), observation, action.id(), List.of());
    }

    /// The same event with more context for the model behind what it has.
    public ObservationEvent extended(List<TextContent> context) {
        var all = new ArrayList<>(extendedContent);
        all.addAll(context);
        return new ObservationEvent(
                id, timestamp, source, parentId, toolName, toolCallId, observation, actionId, all);
    }

    @Override
    public Message toMessage() {
        var parts = new ArrayList<Content>(observation.forModel());
        parts.addAll(extendedContent);
        return Message.toolResult(toolCallId, toolName, parts);
    }

    @Override
    public ObservationEvent stamped(String newTimestamp, String newParentId) {
        return new ObservationEvent(
                id, newTimestamp, source, newParentId, toolName, toolCallId, observation, actionId,
                extendedContent);
    }
}
