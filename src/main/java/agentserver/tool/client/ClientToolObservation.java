package agentserver.tool.client;

import agentserver.llm.Content;
import agentserver.llm.TextContent;
import agentserver.tool.Observation;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/// Says that the client was told of the call. Source: contract 10 §11.
///
/// ```json
/// {"kind": "ClientToolObservation", "is_error": false,
///  "content": [{"type": "text", "text": "Tool call dispatched to client."}]}
/// ```
public record ClientToolObservation(
        List<Content> content, @JsonProperty("is_error") boolean isError) implements Observation {

    public ClientToolObservation {
        content = content == null ? List.of() : List.copyOf(content);
    }

    static ClientToolObservation dispatched() {
        return new ClientToolObservation(
                List.of(TextContent.of("Tool call dispatched to client.")), false);
    }
}
