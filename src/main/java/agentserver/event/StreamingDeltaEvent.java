package agentserver.event;

import java.util.Objects;

/// A piece of the model's answer while it comes. Sent to subscribers, never stored.
///
/// ```json
/// {"kind": "StreamingDeltaEvent", …, "source": "agent", "content": "Hel",
///  "reasoning_content": null}
/// ```
///
/// One of both may be null; a piece without either is not sent. Source: contract 07 §4.16.
public record StreamingDeltaEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        String content,
        String reasoningContent) implements Event {

    public StreamingDeltaEvent {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.AGENT);
    }

    /// A piece of the answer; may be empty.
    public static StreamingDeltaEvent content(String text) {
        return new StreamingDeltaEvent(
                Event.freshId(), null, EventSource.AGENT, null, text, null);
    }

    /// A piece of the reasoning; may be empty.
    public static StreamingDeltaEvent reasoning(String text) {
        return new StreamingDeltaEvent(
                Event.freshId(), null, EventSource.AGENT, null, null, text);
    }

    @Override
    public StreamingDeltaEvent stamped(String newTimestamp, String newParentId) {
        return new StreamingDeltaEvent(
                id, newTimestamp, source, newParentId, content, reasoningContent);
    }
}
