package agentserver.conversation.layout;

import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import java.util.List;

/// What the two files of a Python conversation say; its events are read on their own.
///
/// @param lost the files, or the members of them, that could not be read; what stands here in their
///             place is made up
public record PythonConversation(
        ConversationState state, ConversationMeta meta, List<String> lost) {

    public PythonConversation {
        lost = List.copyOf(lost);
    }

    /// Nothing is lost.
    public PythonConversation(ConversationState state, ConversationMeta meta) {
        this(state, meta, List.of());
    }
}
