package agentserver.conversation.layout;

import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;

/// What the two files of a Python conversation say; its events are read on their own.
public record PythonConversation(ConversationState state, ConversationMeta meta) {}
