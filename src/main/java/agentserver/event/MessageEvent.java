package agentserver.event;

import agentserver.llm.Content;
import agentserver.llm.Message;
import agentserver.llm.Role;
import agentserver.llm.TextContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Somebody said something: a user, the agent, or the runtime on behalf of either.
///
/// ```json
/// {"kind": "MessageEvent", …, "source": "user",
///  "llm_message": {"role": "user", "content": […], …}, "llm_response_id": null,
///  "activated_skills": [], "extended_content": [], "sender": null, "critic_result": null}
/// ```
///
/// `source` and the message's role are independent: a nudge of the runtime has the role `user` and
/// another source. `extended_content` is for the model only. `llm_response_id` (of the agent's
/// messages), `sender` (an agent among several) and `critic_result` may be null. Source: contract
/// 07 §4.2.
public record MessageEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        Message llmMessage,
        String llmResponseId,
        List<String> activatedSkills,
        List<TextContent> extendedContent,
        String sender,
        CriticResult criticResult) implements LlmConvertible {

    public MessageEvent {
        Event.checkedId(id);
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(llmMessage, "llm_message");
        activatedSkills = activatedSkills == null ? List.of() : List.copyOf(activatedSkills);
        extendedContent = extendedContent == null ? List.of() : List.copyOf(extendedContent);
    }

    /// An unstamped message of whatever source and role.
    public static MessageEvent of(EventSource source, Message message) {
        return new MessageEvent(
                Event.freshId(), null, source, null, message, null, List.of(), List.of(), null,
                null);
    }

    /// An unstamped message of the user.
    public static MessageEvent user(List<Content> content) {
        return of(EventSource.USER, Message.of(Role.USER, content));
    }

    /// An unstamped message of the agent.
    ///
    /// @param llmResponseId the completion that it came from
    public static MessageEvent agent(Message message, String llmResponseId) {
        return new MessageEvent(
                Event.freshId(), null, EventSource.AGENT, null, message, llmResponseId, List.of(),
                List.of(), null, null);
    }

    /// The same event, id included, with more context for the model behind what it has, and the
    /// names of the skills that brought it.
    public MessageEvent extended(List<String> skills, List<TextContent> context) {
        return new MessageEvent(
                id, timestamp, source, parentId, llmMessage, llmResponseId,
                joined(activatedSkills, skills), joined(extendedContent, context), sender,
                criticResult);
    }

    /// The same event from one agent among several.
    public MessageEvent from(String agentId) {
        return new MessageEvent(
                id, timestamp, source, parentId, llmMessage, llmResponseId, activatedSkills,
                extendedContent, agentId, criticResult);
    }

    /// The same event with a critic's opinion.
    public MessageEvent judged(CriticResult opinion) {
        return new MessageEvent(
                id, timestamp, source, parentId, llmMessage, llmResponseId, activatedSkills,
                extendedContent, sender, opinion);
    }

    @Override
    public Message toMessage() {
        if (extendedContent.isEmpty()) {
            return llmMessage;
        }
        return new Message(
                llmMessage.role(), joined(llmMessage.content(), extendedContent),
                llmMessage.toolCalls(), llmMessage.toolCallId(), llmMessage.name(),
                llmMessage.reasoningContent(), llmMessage.thinkingBlocks(),
                llmMessage.responsesReasoningItem());
    }

    @Override
    public MessageEvent stamped(String newTimestamp, String newParentId) {
        return new MessageEvent(
                id, newTimestamp, source, newParentId, llmMessage, llmResponseId, activatedSkills,
                extendedContent, sender, criticResult);
    }

    private static <T> List<T> joined(List<? extends T> first, List<? extends T> second) {
        var all = new ArrayList<T>(first);
        all.addAll(second);
        return all;
    }
}
