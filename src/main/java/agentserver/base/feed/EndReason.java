package agentserver.base.feed;

/// Why a subscription ended.
public enum EndReason {
    /// The feed was closed.
    CLOSED,
    /// The subscriber was too slow: more waited for it than the limits allow.
    OVERFLOW,
    /// The subscriber threw.
    FAILED
}
