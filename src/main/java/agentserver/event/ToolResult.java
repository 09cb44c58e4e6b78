package agentserver.event;

/// The answer to a tool call, good or bad; it belongs to the action with the same `toolCallId`.
public sealed interface ToolResult extends LlmConvertible permits
        ObservationEvent, UserRejectObservation, AgentErrorEvent {

    String toolName();

    String toolCallId();

    @Override
    ToolResult stamped(String timestamp, String parentId);
}
