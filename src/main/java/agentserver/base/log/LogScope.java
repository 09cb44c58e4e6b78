package agentserver.base.log;

/// What a line belongs to: set around the handling of a request or the run of a conversation, read
/// when a line is logged. For log lines only, never to pass arguments.
///
/// ```java
/// ScopedValue.where(LogScope.REQUEST_ID, id).run(() -> handle(exchange));
/// ```
public final class LogScope {

    public static final ScopedValue<String> REQUEST_ID = ScopedValue.newInstance();
    public static final ScopedValue<String> CONVERSATION_ID = ScopedValue.newInstance();

    private LogScope() {}

    /// The current request's id, or an empty text.
    public static String requestId() {
        return REQUEST_ID.orElse("");
    }

    /// The current conversation's id, or an empty text.
    public static String conversationId() {
        return CONVERSATION_ID.orElse("");
    }
}
