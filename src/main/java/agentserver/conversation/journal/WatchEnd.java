package agentserver.conversation.journal;

/// Why a [Watch] ended other than by its own wish.
public enum WatchEnd {
    /// The conversation leaves memory: the server stops, or nobody used it for long.
    PUT_AWAY,
    /// The conversation is deleted.
    DELETED,
    /// More waited for the watcher than the limits allow.
    TOO_SLOW,
    /// The watcher could not be served: it went away, or the disk refuses.
    FAILED
}
