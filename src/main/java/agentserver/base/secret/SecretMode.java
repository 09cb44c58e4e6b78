package agentserver.base.secret;

/// How a [Secret] is written as JSON. Source: contract 02 §9.2.
public enum SecretMode {
    /// `"**********"`: sockets, logs.
    STARS,
    /// `null`: conversations as REST and webhooks show them.
    ABSENT,
    /// A Fernet token: disk.
    ENCRYPTED,
    /// The value itself: only where a privileged client asked for it.
    CLEAR
}
