package agentserver.conversation.journal;

/// Another server has taken over the conversation: this one writes nothing in it any more. The name is
/// what clients read as the code of the error.
public final class ConversationOwnershipLostError extends RuntimeException {

    ConversationOwnershipLostError() {
        super("another server has taken over this conversation", null, false, false);
    }
}
