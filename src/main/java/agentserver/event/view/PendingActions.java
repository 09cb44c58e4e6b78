package agentserver.event.view;

import agentserver.event.ActionEvent;
import agentserver.event.AgentErrorEvent;
import agentserver.event.Event;
import agentserver.event.ObservationEvent;
import agentserver.event.UnknownEvent;
import agentserver.event.UserRejectObservation;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The actions of a branch that still need a result, kept as the branch grows. Not safe for threads:
/// its owner locks. Source: contract 07 §6.6.
public final class PendingActions {

    private final Map<String, ActionEvent> pending = new LinkedHashMap<>();

    /// The actions that can be carried out and have no result yet, in order.
    public static List<ActionEvent> in(List<? extends Event> events) {
        var actions = new PendingActions();
        events.forEach(actions::add);
        return actions.list();
    }

    /// Takes the branch's next event.
    public void add(Event event) {
        switch (event) {
            case ActionEvent action when action.action() != null ->
                pending.put(action.id(), action);
            case ObservationEvent result -> pending.remove(result.actionId());
            case UserRejectObservation result -> pending.remove(result.actionId());
            case AgentErrorEvent error -> pending.values()
                    .removeIf(action -> action.toolCallId().equals(error.toolCallId()));
            case UnknownEvent unread -> answered(unread.json());
            default -> { } // changes nothing
        }
    }

    /// A result may be unreadable too; what it answers must not be carried out again.
    private void answered(JsonNode unread) {
        pending.remove(unread.path("action_id").asText());
        pending.values().removeIf(
                action -> action.toolCallId().equals(unread.path("tool_call_id").asText()));
    }

    /// What is pending now, oldest first; a copy.
    public List<ActionEvent> list() {
        return List.copyOf(pending.values());
    }
}
