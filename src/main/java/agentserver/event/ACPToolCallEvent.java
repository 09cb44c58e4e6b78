package agentserver.event;

import agentserver.base.json.KeepNulls;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Objects;

/// A tool call of an agent that is another program. Several with one `tool_call_id` are its
/// progress; the last one counts. Not for the model. The name is the wire's.
///
/// ```json
/// {"kind": "ACPToolCallEvent", …, "source": "agent", "tool_call_id": "t1", "title": "Read file",
///  "status": "completed", "tool_kind": "read", "raw_input": {…}, "raw_output": {…},
///  "content": […], "is_error": false}
/// ```
///
/// All but `tool_call_id`, `title` and `is_error` may be null. Source: contract 07 §4.17.
public record ACPToolCallEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        String toolCallId,
        String title,
        String status,
        String toolKind,
        @JsonSerialize(using = KeepNulls.class) JsonNode rawInput,
        @JsonSerialize(using = KeepNulls.class) JsonNode rawOutput,
        @JsonSerialize(using = KeepNulls.class) ArrayNode content,
        boolean isError) implements Event {

    public ACPToolCallEvent {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.AGENT);
        Objects.requireNonNull(toolCallId, "tool_call_id");
        Objects.requireNonNull(title, "title");
        rawInput = rawInput == null || rawInput.isNull() ? null : rawInput;
        rawOutput = rawOutput == null || rawOutput.isNull() ? null : rawOutput;
    }

    @Override
    public ACPToolCallEvent stamped(String newTimestamp, String newParentId) {
        return new ACPToolCallEvent(
                id, newTimestamp, source, newParentId, toolCallId, title, status, toolKind,
                rawInput, rawOutput, content, isError);
    }
}
