package agentserver.conversation;

/// The answer of an endpoint that has nothing else to say: `{"success": true}`.
public record Success(boolean success) {

    static final Success YES = new Success(true);
}
