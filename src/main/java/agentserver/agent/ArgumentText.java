package agentserver.agent;

import agentserver.base.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
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

    /// What is wrong with a text that could not be parsed, and where: `not valid JSON, at line 1 column 7`.
    /// The parser's own words name its classes and settings, which a model can do nothing about.
    static String fault(String text, JsonProcessingException unreadable) {
        var fault = switch (unreadable) {
            case StreamConstraintsException _ -> "nested too deeply, or a value in it is too long";
            case JsonEOFException _ -> "the JSON ends before it is complete";
            case MismatchedInputException _ -> "something follows the end of the JSON";
            default -> "not valid JSON";
        };
        return Optional.ofNullable(unreadable.getLocation())
                .map(at -> fault + ", at line " + at.getLineNr()
                        + " column " + (at.getColumnNr() - wordChars(text, at.getCharOffset())))
                .orElse(fault);
    }

    /// How long the word is behind which the parser stands: it is pointed at where it begins.
    private static int wordChars(String text, long offset) {
        int end = Math.clamp(offset, 0, text.length());
        int start = end;
        while (start > 0 && end < text.length() && Character.isLetter(text.charAt(start - 1))) {
            start--;
        }
        return end - start;
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
