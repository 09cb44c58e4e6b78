package agentserver.conversation.journal;

import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.event.log.EventLog;
import agentserver.event.log.EventTimestamps;

/// A conversation as its log tells it, just opened.
public record StoredConversation(
        EventLog log, ConversationState state, ConversationMeta meta, EventTimestamps times,
        Answers answers, Custody custody) {

    /// Lets go of it, before anybody has worked with it.
    public void close() {
        log.close();
        custody.close();
    }
}
