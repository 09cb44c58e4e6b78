package agentserver.event.view;

import agentserver.event.ActionEvent;
import agentserver.event.LlmConvertible;
import agentserver.llm.Content;
import agentserver.llm.Message;
import agentserver.llm.MessageToolCall;
import agentserver.llm.Role;
import java.util.ArrayList;
import java.util.List;

/// Turns events into what a model reads. Source: contract 07 §5.
public final class LlmMessages {

    private LlmMessages() {}

    /// The messages: calls of one reply become one message, user messages that stand side by side
    /// another.
    ///
    /// @throws IllegalStateException when a call that is not the first of its reply has a thought:
    ///         the model's words stand in the first one only
    public static List<Message> of(List<? extends LlmConvertible> events) {
        var messages = new ArrayList<Message>();
        for (var i = 0; i < events.size(); i++) {
            var to = batchEnd(events, i);
            add(messages, to == i + 1 ? events.get(i).toMessage() : batch(events.subList(i, to)));
            i = to - 1;
        }
        return List.copyOf(messages);
    }

    private static int batchEnd(List<? extends LlmConvertible> events, int from) {
        var to = from + 1;
        if (events.get(from) instanceof ActionEvent first) {
            while (to < events.size() && events.get(to) instanceof ActionEvent next
                    && next.llmResponseId().equals(first.llmResponseId())) {
                to++;
            }
        }
        return to;
    }

    private static Message batch(List<? extends LlmConvertible> actions) {
        var calls = new ArrayList<MessageToolCall>();
        for (var event : actions) {
            var action = (ActionEvent) event;
            if (!calls.isEmpty() && !action.thought().isEmpty()) {
                throw new IllegalStateException(
                        "action " + action.id() + " has a thought, but is not its reply's first");
            }
            calls.add(action.toolCall());
        }
        var first = actions.getFirst().toMessage();
        return new Message(
                Role.ASSISTANT, first.content(), calls, null, null, first.reasoningContent(),
                first.thinkingBlocks(), first.responsesReasoningItem());
    }

    private static void add(List<Message> messages, Message message) {
        if (messages.isEmpty() || !isPlainUser(message) || !isPlainUser(messages.getLast())) {
            messages.add(message);
            return;
        }
        var content = new ArrayList<Content>(messages.removeLast().content());
        content.addAll(message.content());
        messages.add(Message.of(Role.USER, content));
    }

    private static boolean isPlainUser(Message message) {
        return message.role() == Role.USER
                && message.toolCalls() == null
                && message.toolCallId() == null
                && message.name() == null;
    }
}
