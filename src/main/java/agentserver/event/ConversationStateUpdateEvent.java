package agentserver.event;

import agentserver.base.json.KeepNulls;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.Objects;

/// A part of the conversation's state has a new value.
///
/// ```json
/// {"kind": "ConversationStateUpdateEvent", …, "source": "environment", "key": "execution_status",
///  "value": "running"}
/// ```
///
/// `value` is any JSON, written member for member with its nulls. As a whole it may be null; then
/// the compact mapper leaves it out. The key [#FULL_STATE] carries the whole state and is never
/// stored. Source: contract 07 §4.11, 03 §5.
public record ConversationStateUpdateEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        String key,
        @JsonSerialize(using = KeepNulls.class) JsonNode value) implements Event {

    /// The key of the whole state.
    public static final String FULL_STATE = "full_state";

    public ConversationStateUpdateEvent {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.ENVIRONMENT);
        key = key == null ? Event.freshId() : key;
        value = value == null || value.isNull() || value.isMissingNode() ? null : value;
    }

    /// An unstamped one.
    ///
    /// @param value a null node for null
    public static ConversationStateUpdateEvent of(String key, JsonNode value) {
        return new ConversationStateUpdateEvent(
                Event.freshId(), null, EventSource.ENVIRONMENT, null, key, value);
    }

    @Override
    public ConversationStateUpdateEvent stamped(String newTimestamp, String newParentId) {
        return new ConversationStateUpdateEvent(
                id, newTimestamp, source, newParentId, key, value);
    }
}
