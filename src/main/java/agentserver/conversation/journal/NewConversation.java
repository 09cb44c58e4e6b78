package agentserver.conversation.journal;

import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import java.util.Optional;

/// A conversation that is to be made.
///
/// @param answered the answer to the request for it, if that had a key
public record NewConversation(
        ConversationState state, ConversationMeta meta, Optional<Answered> answered) {}
