package agentserver.event;

import java.util.Objects;

/// A run died of this error. Not for the model.
///
/// ```json
/// {"kind": "ConversationErrorEvent", …, "source": "environment", "code": "MaxIterationsReached",
///  "detail": "…", "classification": {"kind": "agent_action", …}}
/// ```
///
/// `code` is a class name of the Python server, because clients know those. An absent
/// `classification` is worked out by [ErrorClassifier]. Source: contract 07 §4.10.
public record ConversationErrorEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        String code,
        String detail,
        ErrorClassification classification) implements Event {

    public ConversationErrorEvent {
        Event.checkedId(id);
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(detail, "detail");
        classification = classification == null
                ? ErrorClassifier.classify(code, detail)
                : classification;
    }

    /// An unstamped, classified one.
    public static ConversationErrorEvent of(String code, String detail) {
        return new ConversationErrorEvent(
                Event.freshId(), null, EventSource.ENVIRONMENT, null, code, detail, null);
    }

    @Override
    public ConversationErrorEvent stamped(String newTimestamp, String newParentId) {
        return new ConversationErrorEvent(
                id, newTimestamp, source, newParentId, code, detail, classification);
    }
}
