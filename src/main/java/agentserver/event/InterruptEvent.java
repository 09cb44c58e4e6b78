package agentserver.event;

import java.util.Objects;

/// The user stopped the model call or the tool at work.
///
/// ```json
/// {"kind": "InterruptEvent", "id": "2ede…", "timestamp": "2026-01-31T12:34:56.123456",
///  "source": "user", "parent_id": "05ab…"}
/// ```
///
/// Source: contract 07 §4.12.
public record InterruptEvent(
        String id, String timestamp, EventSource source, String parentId) implements Event {

    public InterruptEvent {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.USER);
    }

    /// An unstamped one.
    public static InterruptEvent of() {
        return new InterruptEvent(Event.freshId(), null, EventSource.USER, null);
    }

    @Override
    public InterruptEvent stamped(String newTimestamp, String newParentId) {
        return new InterruptEvent(id, newTimestamp, source, newParentId);
    }
}
