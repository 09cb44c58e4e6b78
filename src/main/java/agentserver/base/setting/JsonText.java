package agentserver.base.setting;

import agentserver.base.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;

/// JSON that people write: one value, nothing after it, no member twice.
///
/// A class of its own because the parser takes long to load, and most servers start without any.
public final class JsonText {

    private static final ObjectReader READER = Json.lenient().reader()
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private JsonText() {}

    /// Reads the text; a blank one is a missing node.
    ///
    /// @throws JsonProcessingException when it is malformed; its message repeats parts of the text
    public static JsonNode parse(String text) throws JsonProcessingException {
        return READER.readTree(text);
    }
}
