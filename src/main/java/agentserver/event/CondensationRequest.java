package agentserver.event;

import java.util.Objects;

/// Asks for a [Condensation] at the next step.
///
/// ```json
/// {"kind": "CondensationRequest", "id": "2ede…", "timestamp": "2026-01-31T12:34:56.123456",
///  "source": "environment", "parent_id": "05ab…"}
/// ```
///
/// Source: contract 07 §4.8.
public record CondensationRequest(
        String id, String timestamp, EventSource source, String parentId) implements Event {

    public CondensationRequest {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.ENVIRONMENT);
    }

    /// An unstamped one.
    public static CondensationRequest of() {
        return new CondensationRequest(Event.freshId(), null, EventSource.ENVIRONMENT, null);
    }

    @Override
    public CondensationRequest stamped(String newTimestamp, String newParentId) {
        return new CondensationRequest(id, newTimestamp, source, newParentId);
    }
}
