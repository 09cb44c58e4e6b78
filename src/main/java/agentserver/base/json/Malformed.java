package agentserver.base.json;

import agentserver.base.fault.Violation;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says where a text stops being JSON, in the words that clients know from Python's parser.
final class Malformed {

    private static final JsonFactory FACTORY = Json.factory().build();

    private Malformed() {}

    /// Nothing when it is JSON: one value, and nothing behind it.
    static Optional<Violation> of(byte[] body) {
        try (var parser = FACTORY.createParser(body)) {
            return check(parser, body);
        } catch (IOException _) { // closing bytes in memory does not fail
            return Optional.empty();
        }
    }

    private static Optional<Violation> check(JsonParser parser, byte[] body) throws IOException {
        int depth = 0;
        boolean whole = false;
        try {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (whole) {
                    return at(body, parser.currentTokenLocation().getByteOffset(), "Extra data");
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                whole = depth == 0;
            }
            return Optional.empty();
        } catch (JsonProcessingException e) {
            return at(body, offset(body, e), expected(parser, whole));
        }
    }

    /// The first character of what could not be read; a word is pointed at where it begins.
    private static long offset(byte[] body, JsonProcessingException e) {
        long at = e.getLocation() == null ? body.length : e.getLocation().getByteOffset();
        int inside = Math.clamp(at, 0, body.length);
        return inside < body.length ? wordStart(body, inside) : inside;
    }

    private static long wordStart(byte[] body, int at) {
        int start = at;
        while (start > 0 && Character.isLetterOrDigit(body[start] & 0xff)
                && Character.isLetterOrDigit(body[start - 1] & 0xff)) {
            start--;
        }
        return start;
    }

    private static String expected(JsonParser parser, boolean whole) {
        if (whole) {
            return "Extra data";
        }
        var context = parser.getParsingContext();
        if (!context.inObject()) {
            return "Expecting value";
        }
        boolean name = context.getCurrentName() == null
                || parser.currentToken() != JsonToken.FIELD_NAME;
        return name ? "Expecting property name enclosed in double quotes" : "Expecting value";
    }

    private static Optional<Violation> at(byte[] body, long byteOffset, String error) {
        int bytes = Math.clamp(byteOffset, 0, body.length);
        int offset = new String(body, 0, bytes, StandardCharsets.UTF_8).length();
        return Optional.of(new Violation("json_invalid", List.of("body", offset),
                "JSON decode error", Map.of(), Map.of("error", error)));
    }
}
