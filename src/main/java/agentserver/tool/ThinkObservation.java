package agentserver.tool;

import agentserver.llm.Content;
import agentserver.llm.TextContent;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Says that a thought was written down. Source: contract 10 §5.
///
/// ```json
/// {"kind": "ThinkObservation", "is_error": false,
///  "content": [{"type": "text", "text": "Your thought has been logged."}]}
/// ```
public record ThinkObservation(
        List<Content> content, @JsonProperty("is_error") boolean isError) implements Observation {

    public ThinkObservation {
        content = content == null ? List.of() : List.copyOf(content);
    }

    public static ThinkObservation logged() {
        return new ThinkObservation(
                List.of(TextContent.of("Your thought has been logged.")), false);
    }
}
