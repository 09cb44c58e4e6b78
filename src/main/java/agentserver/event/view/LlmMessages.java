package agentserver.event.view;

import agentserver.event.ActionEvent;
import agentserver.event.LlmConvertible;
import agentserver.event.ToolResult;
import agentserver.llm.Content;
import agentserver.llm.Message;
import agentserver.llm.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Turns events into what a model reads: the calls of one reply become one message, the results follow
/// it, and user messages that stand side by side become another.
///
/// Endpoints want the results directly behind the calls. In the log something may stand between them: a
/// user speaks while a tool runs, and older logs have the error of one call before the next call. Such
/// things come after the results. Source: contract 07 §5.
///
/// It grows as the events do: what became a message once is not made again. Not safe for threads.
public final class LlmMessages {

    /// What stands at one place of the history.
    private interface Part {
        List<Message> messages();
    }

    private final List<Part> parts = new ArrayList<>();
    private final Map<String, Turn> open = new HashMap<>(); // by the calls that have no result yet
    private Turn last; // null when no further call can belong to the last reply

    /// The messages of these events.
    ///
    /// @throws IllegalStateException as [#list]
    public static List<Message> of(List<? extends LlmConvertible> events) {
        var messages = new LlmMessages();
        events.forEach(messages::add);
        return messages.list();
    }

    /// Takes the next event.
    void add(LlmConvertible event) {
        switch (event) {
            case ActionEvent action -> call(action);
            case ToolResult result -> answer(result);
            default -> say(event.toMessage());
        }
    }

    /// The messages so far; a copy.
    ///
    /// @throws IllegalStateException when a call that is not the first of its reply has a thought:
    ///         the model's words stand in the first one only
    List<Message> list() {
        var messages = new ArrayList<Message>(2 * parts.size());
        for (var part : parts) {
            part.messages().forEach(message -> add(messages, message));
        }
        return List.copyOf(messages);
    }

    private void call(ActionEvent action) {
        if (last != null && last.has(action)) {
            last.add(action);
        } else {
            last = new Turn(action);
            parts.add(last::messages);
        }
        open.put(action.toolCallId(), last);
    }

    private void answer(ToolResult result) {
        var turn = open.remove(result.toolCallId());
        if (turn == null) {
            say(result.toMessage());
            return;
        }
        turn.answer(result);
        if (turn == last && turn.isOverWith(result)) {
            last = null;
        }
    }

    private void say(Message message) {
        var alone = List.of(message);
        parts.add(() -> alone);
        if (last != null && (message.role() == Role.ASSISTANT || last.isAnswered())) {
            last = null;
        }
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
