package agentserver.event;

import agentserver.llm.Message;
import agentserver.llm.MessageToolCall;
import agentserver.llm.ReasoningItem;
import agentserver.llm.Role;
import agentserver.llm.TextContent;
import agentserver.llm.ThinkingBlock;
import agentserver.tool.Action;
import agentserver.tool.SecurityRisk;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The agent calls a tool.
///
/// ```json
/// {"kind": "ActionEvent", …, "thought": [], "reasoning_content": null, "thinking_blocks": [],
///  "responses_reasoning_item": null, "action": {"kind": "TerminalAction", "command": "ls", …},
///  "tool_name": "terminal", "tool_call_id": "call_1", "tool_call": {"id": "call_1", …},
///  "llm_response_id": "chatcmpl-1", "security_risk": "LOW", "critic_result": null,
///  "summary": "list files"}
/// ```
///
/// All calls of one reply share its `llm_response_id`; what the model said and thought beside them
/// stands in the first only. A null `action` is a call that could not be carried out: an
/// [AgentErrorEvent] for the same `tool_call_id` follows. Also null may be `reasoning_content`,
/// `responses_reasoning_item`, `critic_result` and `summary`. Source: contract 07 §4.3.
public record ActionEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        List<TextContent> thought,
        String reasoningContent,
        List<ThinkingBlock> thinkingBlocks,
        ReasoningItem responsesReasoningItem,
        Action action,
        String toolName,
        String toolCallId,
        MessageToolCall toolCall,
        String llmResponseId,
        SecurityRisk securityRisk,
        CriticResult criticResult,
        String summary) implements LlmConvertible {

    /// What stands beside every call of a reply but the first.
    public static final Message NOTHING_SAID = Message.of(Role.ASSISTANT, List.of());

    public ActionEvent {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.AGENT);
        thought = List.copyOf(thought);
        thinkingBlocks = thinkingBlocks == null ? List.of() : List.copyOf(thinkingBlocks);
        Objects.requireNonNull(toolName, "tool_name");
        Objects.requireNonNull(toolCallId, "tool_call_id");
        Objects.requireNonNull(toolCall, "tool_call");
        Objects.requireNonNull(llmResponseId, "llm_response_id");
        securityRisk = Objects.requireNonNullElse(securityRisk, SecurityRisk.UNKNOWN);
    }

    /// An unstamped call.
    ///
    /// @param said    the model's reply for the first call of it, else [#NOTHING_SAID]
    /// @param action  empty when the call can't be carried out
    /// @param summary what the action is for; empty text when the model did not say
    public static ActionEvent of(
            Message said,
            MessageToolCall call,
            Optional<Action> action,
            String llmResponseId,
            SecurityRisk risk,
            String summary) {
        var thought = said.content().stream()
                .filter(TextContent.class::isInstance).map(TextContent.class::cast).toList();
        return new ActionEvent(
                Event.freshId(), null, EventSource.AGENT, null, thought, said.reasoningContent(),
                said.thinkingBlocks(), said.responsesReasoningItem(), action.orElse(null),
                call.name(), call.id(), call, llmResponseId, risk, null,
                summary.isEmpty() ? null : summary);
    }

    /// The same event with another risk, as an analyzer sees it.
    public ActionEvent withRisk(SecurityRisk risk) {
        return copy(timestamp, parentId, risk, criticResult);
    }

    /// The same event with a critic's opinion.
    public ActionEvent judged(CriticResult opinion) {
        return copy(timestamp, parentId, securityRisk, opinion);
    }

    /// The call with what was said beside it. Calls of one reply go to the model as one message,
    /// which `view` puts together.
    @Override
    public Message toMessage() {
        return new Message(
                Role.ASSISTANT, List.copyOf(thought), List.of(toolCall), null, null,
                reasoningContent, thinkingBlocks, responsesReasoningItem);
    }

    @Override
    public ActionEvent stamped(String newTimestamp, String newParentId) {
        return copy(newTimestamp, newParentId, securityRisk, criticResult);
    }

    private ActionEvent copy(
            String newTimestamp, String newParentId, SecurityRisk risk, CriticResult opinion) {
        return new ActionEvent(
                id, newTimestamp, source, newParentId, thought, reasoningContent, thinkingBlocks,
                responsesReasoningItem, action, toolName, toolCallId, toolCall, llmResponseId,
                risk, opinion, summary);
    }
}
