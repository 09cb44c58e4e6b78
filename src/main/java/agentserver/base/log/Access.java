package agentserver.base.log;

/// An answered request, for the access log.
///
/// @param client   the peer's address
/// @param request  its first line
/// @param micros   from the head's arrival to the answer's end
/// @param scope    the ids under which the request was handled
public record Access(String client, Request request, int status, long micros, Scope scope) {

    /// @param target   path and query as they were sent; secrets are removed when it is written
    /// @param protocol `HTTP/1.1`
    public record Request(String method, String target, String protocol) {}

    /// The request's id, and the conversation's where it was about one; empty texts when there is
    /// none.
    public record Scope(String requestId, String conversationId) {}
}
