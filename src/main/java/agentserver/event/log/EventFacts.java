package agentserver.event.log;

import agentserver.base.json.Json;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Optional;

/// What the index keeps of an event, picked from its JSON without building it.
///
/// @param timestamp empty text when it has none
record EventFacts(
        String id, String kind, String source, String timestamp, Optional<String> parentId) {

    /// Deeper and longer than any mapper of ours lets through, so that it never is the stricter
    /// one.
    static final JsonFactory JSON = Json.factory()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE).maxNestingDepth(3_000).build())
            .build();

    /// @throws IllegalArgumentException when it is not an object with an id
    static EventFacts of(byte[] json) {
        try (var in = JSON.createParser(json)) {
            in.nextToken();
            return read(in);
        } catch (IOException e) {
            throw new IllegalArgumentException("the event is not JSON", e);
        }
    }

    /// Reads an object up to its end.
    static EventFacts read(JsonParser in) throws IOException {
        if (!in.hasToken(JsonToken.START_OBJECT)) {
            throw new IllegalArgumentException("the event is not an object");
        }
        var id = "";
        var kind = "";
        var source = "";
        var timestamp = "";
        var parentId = "";
        for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            switch (name) {
                case "id" -> id = text(in);
                case "kind" -> kind = text(in);
                case "source" -> source = text(in);
                case "timestamp" -> timestamp = text(in);
                case "parent_id" -> parentId = text(in);
                default -> {
                    in.nextToken();
                    in.skipChildren();
                }
            }
        }
        if (id.isEmpty()) {
            throw new IllegalArgumentException("the event has no id");
        }
        return new EventFacts(
                id, kind, source, timestamp, Optional.of(parentId).filter(it -> !it.isEmpty()));
    }

    private static String text(JsonParser in) throws IOException {
        if (in.nextToken() == JsonToken.VALUE_STRING) {
            return in.getText();
        }
        in.skipChildren();
        return "";
    }
}
