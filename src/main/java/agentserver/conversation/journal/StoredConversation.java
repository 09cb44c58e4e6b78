package agentserver.conversation.journal;

import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.event.log.EventHeader;
import agentserver.event.log.EventLog;
import agentserver.event.log.EventTimestamps;
import java.util.Optional;

/// A conversation as its log tells it, just opened.
public record StoredConversation(
        EventLog log, ConversationState state, ConversationMeta meta, EventTimestamps times) {

    /// The last event of the tree; state updates are no part of it.
    public static Optional<EventHeader> head(EventLog log) {
        for (var index = log.eventCount() - 1; index >= 0; index--) {
            var header = log.header(index);
            if (!header.kind().equals("ConversationStateUpdateEvent")) {
                return Optional.of(header);
            }
        }
        return Optional.empty();
    }
}
