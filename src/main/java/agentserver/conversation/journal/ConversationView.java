package agentserver.conversation.journal;

import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import java.util.List;

/// What a conversation is, read without opening it.
///
/// @param keys the hashes of the keys with which it was asked for
/// @param mark tells this version of its files from another
public record ConversationView(
        ConversationState state, ConversationMeta meta, List<String> keys, long mark) {}
