package agentserver.conversation;

import java.util.UUID;

/// Hears of what clients do with conversations as a whole: that one was opened, paused, interrupted,
/// described anew, deleted. Source: contract 02 §12.2.
@FunctionalInterface
public interface ConversationListener {

    /// Hears nothing.
    ConversationListener NONE = (_, _) -> {};

    /// Must not wait. What it throws is logged and no more.
    ///
    /// @param info the conversation as REST clients see it, skills included, children left out
    void changed(UUID id, byte[] info);
}
