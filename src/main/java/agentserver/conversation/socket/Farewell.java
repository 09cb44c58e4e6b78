package agentserver.conversation.socket;

import agentserver.conversation.journal.WatchEnd;

/// How a stream of events ends, in the words of a closing socket. Source: contract 03 §6.6.
///
/// ```json
/// {"code": 1013, "reason": "Too slow: the last sequence sent is 4711"}
/// ```
///
/// @param code   4004: do not come back; anything else: come back and resume
/// @param reason for people, and short enough for a socket
record Farewell(int code, String reason) {

    private static final int INTERNAL_ERROR = 1011;
    private static final int RESTART = 1012;
    private static final int TRY_AGAIN_LATER = 1013;
    private static final int GONE = 4004;

    static final Farewell NOT_FOUND = new Farewell(GONE, "Conversation not found");
    static final Farewell TOO_MANY =
            new Farewell(TRY_AGAIN_LATER, "Too many connections for this conversation");
    static final Farewell AWAITING =
            new Farewell(TRY_AGAIN_LATER, "credential_binding_activation_required");
    static final Farewell SHUTDOWN = new Farewell(RESTART, "Server shutting down");

    /// @param lastSequence after which to resume
    static Farewell of(WatchEnd end, long lastSequence) {
        return switch (end) {
            case PUT_AWAY -> new Farewell(RESTART, "Conversation put away");
            case DELETED -> new Farewell(GONE, "Conversation deleted");
            case TOO_SLOW -> new Farewell(TRY_AGAIN_LATER,
                    "Too slow: the last sequence sent is " + lastSequence);
            case FAILED -> new Farewell(INTERNAL_ERROR, "The conversation can't be shown");
        };
    }
}
