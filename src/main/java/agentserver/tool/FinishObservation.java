package agentserver.tool;

import agentserver.llm.Content;
import agentserver.llm.TextContent;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// The last word of a run, repeated. Source: contract 10 §5.
///
/// ```json
/// {"kind": "FinishObservation", "content": [{"type": "text", "text": "All done."}],
///  "is_error": false}
/// ```
public record FinishObservation(
        List<Content> content, @JsonProperty("is_error") boolean isError) implements Observation {

    public FinishObservation {
        content = content == null ? List.of() : List.copyOf(content);
    }

    public static FinishObservation of(String message) {
        return new FinishObservation(List.of(TextContent.of(message)), false);
    }
}
