package agentserver.event;

import java.util.Objects;

/// The log of one completion, for a client that keeps such logs. The name is the wire's.
///
/// ```json
/// {"kind": "LLMCompletionLogEvent", …, "source": "environment", "filename": "….json",
///  "log_data": "{…}", "model_name": "unknown", "usage_id": "default"}
/// ```
///
/// `log_data` is JSON as text. Source: contract 07 §4.15.
public record LLMCompletionLogEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        String filename,
        String logData,
        String modelName,
        String usageId) implements Event {

    public LLMCompletionLogEvent {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.ENVIRONMENT);
        Objects.requireNonNull(filename, "filename");
        Objects.requireNonNull(logData, "log_data");
        modelName = Objects.requireNonNullElse(modelName, "unknown");
        usageId = Objects.requireNonNullElse(usageId, "default");
    }

    /// An unstamped one.
    public static LLMCompletionLogEvent of(
            String filename, String logData, String modelName, String usageId) {
        return new LLMCompletionLogEvent(
                Event.freshId(), null, EventSource.ENVIRONMENT, null, filename, logData,
                modelName, usageId);
    }

    @Override
    public LLMCompletionLogEvent stamped(String newTimestamp, String newParentId) {
        return new LLMCompletionLogEvent(
                id, newTimestamp, source, newParentId, filename, logData, modelName, usageId);
    }
}
