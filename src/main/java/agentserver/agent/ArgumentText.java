package agentserver.agent;

import agentserver.base.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.Optional;

/// JSON as models write it: raw control characters inside texts are let through, as models write line
/// ends that way; nothing else that JSON forbids is.
final class ArgumentText {

    private static final ObjectReader READER = Json.lenient().reader()
            .with(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ArgumentText() {}

    /// The tree; a missing node for blank text.
    ///
    /// @throws JsonProcessingException when the text is no JSON, or has more after it
    static JsonNode parse(String text) throws JsonProcessingException {
        return READER.readTree(text);
    }

    /// The tree, or nothing when the text is no JSON.
    static Optional<JsonNode> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }
}
