package agentserver.server;

import agentserver.base.param.Param;
import agentserver.base.param.ParamValues;

/// What the peer asked for when it opened a socket, checked already. Immutable.
public final class SocketRequest {

    private final ParamValues values;
    private final String requestId;

    /// @param values those of every parameter of the socket's route
    public SocketRequest(ParamValues values, String requestId) {
        this.values = values;
        this.requestId = requestId;
    }

    /// The value of a parameter of the socket's route, from its path or from the query.
    ///
    /// @throws IllegalStateException when the route has no such parameter: a mistake of ours
    public <T> T value(Param<T> param) {
        return values.value(param);
    }

    /// For log lines.
    public String requestId() {
        return requestId;
    }
}
