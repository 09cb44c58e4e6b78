package agentserver.conversation;

import java.util.UUID;

/// Hears of what clients do with conversations as a whole: that one was opened, paused, interrupted,
/// described anew, deleted; and may watch each of them while it is in memory. Source: contract 02 §12.
@FunctionalInterface
public interface ConversationListener {

    /// Hears nothing.
    ConversationListener NONE = (_, _) -> {};

    /// Must not wait. What it throws is logged and no more.
    ///
    /// @param info the conversation as REST clients see it, skills included, children left out
    void changed(UUID id, byte[] info);

    /// A conversation is in memory, and nobody works in it yet: the moment to begin to watch. Must not
    /// wait. What it throws makes the loading fail.
    default void loaded(Conversation conversation) {}

    /// Nobody works in a conversation any more, and those who watch it are about to be sent away. May
    /// block for the moment that it takes to hear the last things.
    default void closing(Conversation conversation) {}

    /// How many watches it keeps on each conversation: they don't keep it in memory.
    default int watches() {
        return 0;
    }
}
