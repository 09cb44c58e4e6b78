package agentserver.conversation.journal;

import agentserver.event.Event;
import agentserver.event.log.EventLog;
import java.util.List;

/// The events that the copy of a conversation begins with.
///
/// @param source where they are copied from
/// @param events their indexes there, in order; all durable
/// @param added  what comes behind them in the copy alone, stamped
public record Copied(EventLog source, List<Long> events, List<? extends Event> added) {

    public Copied {
        events = List.copyOf(events);
        added = List.copyOf(added);
    }
}
