package agentserver.event;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// From here on the model no longer sees some events, but perhaps a summary of them.
///
/// ```json
/// {"kind": "Condensation", …, "source": "environment", "forgotten_event_ids": ["234f…", "267f…"],
///  "summary": "…", "summary_offset": 2, "llm_response_id": "chatcmpl-1"}
/// ```
///
/// `forgotten_event_ids` is a set, kept sorted. `summary` and `summary_offset`, its index among
/// what is left, may be null; with both there is a summary. Source: contract 07 §4.7.
public record Condensation(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        List<String> forgottenEventIds,
        String summary,
        Integer summaryOffset,
        String llmResponseId) implements Event {

    public Condensation {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.ENVIRONMENT);
        forgottenEventIds = forgottenEventIds == null
                ? List.of()
                : forgottenEventIds.stream().distinct().sorted().toList();
        if (summaryOffset != null && summaryOffset < 0) {
            throw new IllegalArgumentException("summary_offset must not be negative");
        }
        Objects.requireNonNull(llmResponseId, "llm_response_id");
    }

    /// An unstamped one with a summary.
    public static Condensation of(
            List<String> forgottenEventIds,
            String summary,
            int summaryOffset,
            String llmResponseId) {
        return new Condensation(
                Event.freshId(), null, EventSource.ENVIRONMENT, null, forgottenEventIds, summary,
                summaryOffset, llmResponseId);
    }

    /// The event that stands in a model's view for what was forgotten.
    public Optional<CondensationSummaryEvent> summaryEvent() {
        if (summary == null || summaryOffset == null) {
            return Optional.empty();
        }
        return Optional.of(new CondensationSummaryEvent(
                id + "-summary", timestamp, source, parentId, summary));
    }

    @Override
    public Condensation stamped(String newTimestamp, String newParentId) {
        return new Condensation(
                id, newTimestamp, source, newParentId, forgottenEventIds, summary, summaryOffset,
                llmResponseId);
    }
}
