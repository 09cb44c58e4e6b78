package agentserver.conversation.journal;

import agentserver.base.json.SchemaName;

/// In which direction the log is read. Source: contract 03 §3.1.
@SchemaName("EventSortOrder")
public enum EventOrder {
    TIMESTAMP,
    TIMESTAMP_DESC
}
