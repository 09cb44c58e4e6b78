package agentserver.event;

import agentserver.llm.Message;
import agentserver.llm.Role;
import java.util.Objects;

/// The summary of what a model no longer sees. It exists in views only; a log has the
/// [Condensation] that it comes from.
///
/// ```json
/// {"kind": "CondensationSummaryEvent", …, "source": "environment", "summary": "…"}
/// ```
///
/// Source: contract 07 §4.9.
public record CondensationSummaryEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        String summary) implements LlmConvertible {

    public CondensationSummaryEvent {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.ENVIRONMENT);
        Objects.requireNonNull(summary, "summary");
    }

    @Override
    public Message toMessage() {
        return Message.text(Role.USER, summary);
    }

    @Override
    public CondensationSummaryEvent stamped(String newTimestamp, String newParentId) {
        return new CondensationSummaryEvent(id, newTimestamp, source, newParentId, summary);
    }
}
