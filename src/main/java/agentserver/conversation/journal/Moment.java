package agentserver.conversation.journal;

import agentserver.conversation.state.ConversationState;

/// A moment in the life of a conversation, as one who begins to watch finds it.
///
/// @param position that of the log's last record
/// @param events   how many there were
record Moment(ConversationState state, long position, long events) {}
