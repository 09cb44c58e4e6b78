package agentserver.event.view;

import agentserver.event.ActionEvent;
import agentserver.event.EventSource;
import agentserver.event.MessageEvent;
import agentserver.event.ObservationEvent;
import agentserver.llm.Content;
import agentserver.llm.Message;
import agentserver.llm.MessageToolCall;
import agentserver.llm.Role;
import agentserver.llm.TextContent;
import agentserver.llm.ThinkingBlock;
import agentserver.tool.Action;
import agentserver.tool.Observation;
import java.util.List;

/// Short ways to events with a given id.
final class Branch {

    record NoAction() implements Action {}

    record Seen(List<Content> content, boolean isError) implements Observation {}

    private Branch() {}

    static MessageEvent message(String id) {
        return said(id, Message.text(Role.USER, id));
    }

    static MessageEvent said(String id, Message message) {
        return new MessageEvent(
                id, null, EventSource.USER, null, message, null, null, null, null, null);
    }

    static ActionEvent action(String id, String reply, String call) {
        return action(id, reply, call, List.of(), List.of(), new NoAction());
    }

    static ActionEvent thinking(String id, String reply, String call) {
        return action(id, reply, call, List.of(),
                List.of(new ThinkingBlock.Open("hm", "signed")), new NoAction());
    }

    static ActionEvent impossible(String id, String reply, String call) {
        return action(id, reply, call, List.of(), List.of(), null);
    }

    static ActionEvent thought(String id, String reply, String call, String thought) {
        return action(id, reply, call, List.of(TextContent.of(thought)), List.of(), null);
    }

    private static ActionEvent action(
            String id,
            String reply,
            String call,
            List<TextContent> thought,
            List<ThinkingBlock> thinking,
            Action action) {
        return new ActionEvent(
                id, null, null, null, thought, null, thinking, null, action, "tool", call,
                MessageToolCall.completion(call, "tool", "{}"), reply, null, null, null);
    }

    static ObservationEvent result(String id, ActionEvent action) {
        var seen = new Seen(List.of(TextContent.of("result " + id)), false);
        return new ObservationEvent(
                id, null, null, null, action.toolName(), action.toolCallId(), seen, action.id(),
                null);
    }

    static List<String> ids(LlmView view) {
        return view.events().stream().map(event -> event.id()).toList();
    }
}
