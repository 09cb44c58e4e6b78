package agentserver.event;

import java.util.List;
import java.util.Objects;

/// The tokens of one completion, for training. Only where the model was asked for them.
///
/// ```json
/// {"kind": "TokenEvent", …, "source": "agent", "prompt_token_ids": [1, 2],
///  "response_token_ids": [3]}
/// ```
///
/// Source: contract 07 §4.14.
public record TokenEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        List<Integer> promptTokenIds,
        List<Integer> responseTokenIds) implements Event {

    public TokenEvent {
        Event.checkedId(id);
        Objects.requireNonNull(source, "source");
        promptTokenIds = List.copyOf(promptTokenIds);
        responseTokenIds = List.copyOf(responseTokenIds);
    }

    /// An unstamped one of the agent.
    public static TokenEvent of(List<Integer> promptTokenIds, List<Integer> responseTokenIds) {
        return new TokenEvent(
                Event.freshId(), null, EventSource.AGENT, null, promptTokenIds, responseTokenIds);
    }

    @Override
    public TokenEvent stamped(String newTimestamp, String newParentId) {
        return new TokenEvent(
                id, newTimestamp, source, newParentId, promptTokenIds, responseTokenIds);
    }
}
