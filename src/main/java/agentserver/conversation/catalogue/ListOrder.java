package agentserver.conversation.catalogue;

/// How conversations are sorted. Source: contract 02 §2.1.
public enum ListOrder {
    CREATED_AT,
    UPDATED_AT,
    CREATED_AT_DESC,
    UPDATED_AT_DESC;

    boolean isByCreation() {
        return this == CREATED_AT || this == CREATED_AT_DESC;
    }

    boolean isDescending() {
        return this == CREATED_AT_DESC || this == UPDATED_AT_DESC;
    }
}
