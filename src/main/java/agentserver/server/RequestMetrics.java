package agentserver.server;

/// Told about every answer, on the thread of the request: keep it quick.
@FunctionalInterface
public interface RequestMetrics {

    /// Counts nothing.
    RequestMetrics NONE = (_, _, _, _) -> {};

    /// @param route  the template of the matched route (`/api/conversations/{conversation_id}`), or
    ///               `unmatched`
    /// @param nanos  from the end of the head to the end of the answer
    void answered(String method, String route, int status, long nanos);
}
