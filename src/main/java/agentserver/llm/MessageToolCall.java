package agentserver.llm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Objects;

/// A tool call as the model made it.
///
/// ```json
/// {"id": "call_1", "responses_item_id": null, "name": "terminal",
///  "arguments": "{\"command\": \"ls\"}", "origin": "completion"}
/// ```
///
/// `arguments` is JSON as text, in the model's own words. `origin` is `completion` or `responses`;
/// `responses_item_id` is null except there. Source: contract 07 §2.3.
@JsonIgnoreProperties(ignoreUnknown = true)
public record MessageToolCall(
        String id, String responsesItemId, String name, String arguments, String origin) {

    public MessageToolCall {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(name, "name");
        arguments = Objects.requireNonNullElse(arguments, "");
        origin = Objects.requireNonNullElse(origin, "completion");
    }

    public static MessageToolCall completion(String id, String name, String arguments) {
        return new MessageToolCall(id, null, name, arguments, "completion");
    }
}
