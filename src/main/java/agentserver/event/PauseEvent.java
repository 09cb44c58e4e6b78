package agentserver.event;

import java.util.Objects;

/// The user asked the agent to stop before its next step.
///
/// ```json
/// {"kind": "PauseEvent", "id": "2ede…", "timestamp": "2026-01-31T12:34:56.123456",
///  "source": "user", "parent_id": "05ab…"}
/// ```
///
/// Source: contract 07 §4.12.
public record PauseEvent(
        String id, String timestamp, EventSource source, String parentId) implements Event {

    public PauseEvent {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.USER);
    }

    /// An unstamped one.
    public static PauseEvent of() {
        return new PauseEvent(Event.freshId(), null, EventSource.USER, null);
    }

    @Override
    public PauseEvent stamped(String newTimestamp, String newParentId) {
        return new PauseEvent(id, newTimestamp, source, newParentId);
    }
}
