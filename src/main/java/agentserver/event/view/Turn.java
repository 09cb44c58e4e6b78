package agentserver.event.view;

import agentserver.event.ActionEvent;
import agentserver.event.ToolResult;
import agentserver.llm.Message;
import agentserver.llm.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The calls of one reply of a model, and their results, as they go back to it: one message with all
/// calls, directly followed by one message for each result. They are made once for all who ask until
/// something is added.
final class Turn {

    private final ActionEvent first;
    private final Map<String, ActionEvent> calls = new LinkedHashMap<>();
    private final List<Message> results = new ArrayList<>();
    private int open;
    private List<Message> messages = List.of(); // empty until they are asked for

    Turn(ActionEvent first) {
        this.first = first;
        calls.put(first.toolCallId(), first);
        open = 1;
    }

    /// Whether another call belongs to the same reply. What a model says stands beside its first call: a
    /// later one with words of its own is of another reply, whose vendor gave it the same id.
    boolean has(ActionEvent action) {
        return action.llmResponseId().equals(first.llmResponseId())
                && (results.isEmpty() || saysNothing(action)
                        && !calls.containsKey(action.toolCallId()));
    }

    private static boolean saysNothing(ActionEvent action) {
        return action.thought().isEmpty() && action.reasoningContent() == null
                && action.thinkingBlocks().isEmpty();
    }

    /// A second call of the same id can't be told from the first, and is left out.
    void add(ActionEvent action) {
        messages = List.of();
        if (calls.putIfAbsent(action.toolCallId(), action) == null) {
            open++;
        }
    }

    void answer(ToolResult result) {
        messages = List.of();
        results.add(result.toMessage());
        open--;
    }

    /// Whether no further call of this reply may come after this result. Calls that can't be carried
    /// out were once answered before the next call was told of; those that can are answered last.
    boolean isOverWith(ToolResult result) {
        return calls.get(result.toolCallId()).action() != null;
    }

    /// Whether each call has a result.
    boolean isAnswered() {
        return open == 0;
    }

    /// @throws IllegalStateException when a call that is not the first has a thought
    List<Message> messages() {
        if (messages.isEmpty()) {
            var all = new ArrayList<Message>(1 + results.size());
            all.add(calls.size() == 1 ? first.toMessage() : said());
            all.addAll(results);
            messages = List.copyOf(all);
        }
        return messages;
    }

    private Message said() {
        for (var action : calls.values()) {
            if (action != first && !action.thought().isEmpty()) {
                throw new IllegalStateException(
                        "action " + action.id() + " has a thought, but is not its reply's first");
            }
        }
        var said = first.toMessage();
        var list = calls.values().stream().map(ActionEvent::toolCall).toList();
        return new Message(Role.ASSISTANT, said.content(), list, null, null,
                said.reasoningContent(), said.thinkingBlocks(), said.responsesReasoningItem());
    }
}
