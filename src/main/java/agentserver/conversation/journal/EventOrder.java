package agentserver.conversation.journal;

/// In which direction the log is read. Source: contract 03 §3.1.
public enum EventOrder {
    TIMESTAMP,
    TIMESTAMP_DESC
}
