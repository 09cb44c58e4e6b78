package agentserver.conversation.journal;

import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import java.util.Optional;

/// What a conversation is, read without opening it.
///
/// @param key  the hash of the key with which it was asked for
/// @param mark tells this version of its files from another
public record ConversationView(
        ConversationState state, ConversationMeta meta, Optional<String> key, long mark) {}
