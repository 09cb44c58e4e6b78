package agentserver.server;

/// What a caller has to show before a route answers. Every route names one; none is the default.
/// Source: contract 01 §3.
public enum Door {
    /// Nothing; answers in every state of the server.
    PUBLIC,
    /// The init key, in `X-Init-API-Key`; answers in every state of the server.
    INIT,
    /// A session key, in `X-Session-API-Key` alone.
    API,
    /// A session key, in the header or in the workspace cookie.
    WORKSPACE,
    /// A session key, in the header or as a bearer token.
    OPENAI;

    /// Whether the route waits until the server is ready.
    public boolean waits() {
        return this != PUBLIC && this != INIT;
    }
}
