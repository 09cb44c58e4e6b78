package agentserver.golden;

/// How the recorded server was configured.
public enum ServerSetup {

    /// It asked for the session key.
    KEYED,

    /// It asked for no key.
    OPEN,

    /// It waited for its init call.
    DORMANT
}
