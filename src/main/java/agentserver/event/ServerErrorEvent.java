package agentserver.event;

import java.util.Objects;

/// A client's frame could not be used. Sent to that client alone, never stored.
///
/// ```json
/// {"kind": "ServerErrorEvent", …, "source": "environment", "code": "JSONDecodeError",
///  "detail": "…"}
/// ```
///
/// `code` is a class name of the Python server, because clients know those. Source: contract 07
/// §4.18.
public record ServerErrorEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        String code,
        String detail) implements Event {

    public ServerErrorEvent {
        Event.checkedId(id);
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(detail, "detail");
    }

    /// An unstamped one.
    public static ServerErrorEvent of(String code, String detail) {
        return new ServerErrorEvent(
                Event.freshId(), null, EventSource.ENVIRONMENT, null, code, detail);
    }

    @Override
    public ServerErrorEvent stamped(String newTimestamp, String newParentId) {
        return new ServerErrorEvent(id, newTimestamp, source, newParentId, code, detail);
    }
}
