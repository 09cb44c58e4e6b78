package agentserver.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/// One recorded exchange. `outcome` is all that our answer is compared with, as one JSON object.
sealed interface Entry {

    Pattern CONVERSATION = Pattern.compile(
            "/(?:conversations|events)/([0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12})");

    String name();

    /// `{"status": 200, "headers": {…}, "body": …}` of a request,
    /// `{"status": 101, "frames": [event…], "close": {"code": 4001, "reason": "…"}}` of a socket.
    JsonNode outcome();

    /// One request and its answer.
    ///
    /// @param body JSON, null for none, or a form: `{"__raw__": text}`, `{"__multipart__": {…}}`
    record Call(String name, String method, String path, Map<String, String> headers, JsonNode body,
            JsonNode outcome) implements Entry {

        static Call read(JsonNode entry) {
            var request = entry.path("request");
            var response = entry.path("response");
            var outcome = JsonNodeFactory.instance.objectNode();
            outcome.set("status", response.path("status"));
            outcome.set("headers", response.path("headers"));
            outcome.set("body", response.path("body"));
            return new Call(entry.path("name").asText(), request.path("method").asText(),
                    request.path("path").asText(), texts(request.path("headers")),
                    request.path("body"), outcome);
        }

        /// The recorded id of the conversation that the path names.
        Optional<String> conversation() {
            return Optional.of(CONVERSATION.matcher(path)).filter(Matcher::find)
                    .map(found -> found.group(1));
        }
    }

    /// One WebSocket, from the handshake to its end.
    ///
    /// @param endedByClient whether the recording client left, so that more frames could have come
    record Socket(String name, String path, Map<String, String> headers, List<String> clientFrames,
            boolean endedByClient, JsonNode outcome) implements Entry {

        static Socket read(JsonNode entry) {
            var request = entry.path("request");
            var status = entry.path("connect").path("status");
            var outcome = JsonNodeFactory.instance.objectNode();
            outcome.set("status", status);
            if (status.asInt() == 101) {
                var frames = outcome.putArray("frames");
                entry.path("frames").forEach(frame -> frames.add(frame.path("json")));
                outcome.set("close", orNull(entry.path("close")));
            } else {
                outcome.set("headers", entry.path("connect").path("headers"));
                outcome.put("body", entry.path("connect").path("body").asText());
            }
            var sent = StreamSupport.stream(request.path("client_frames").spliterator(), false)
                    .map(JsonNode::asText).toList();
            return new Socket(entry.path("name").asText(), request.path("path").asText(),
                    texts(request.path("headers")), sent,
                    entry.path("ended_by").asText().equals("client"), outcome);
        }

        boolean accepted() {
            return outcome.path("status").asInt() == 101;
        }

        int frames() {
            return outcome.path("frames").size();
        }

        /// Whether the client named a key in the handshake, or must do so in its first frame.
        boolean namesKeyInHandshake() {
            return path.contains("session_api_key=")
                    || headers.keySet().stream().anyMatch("x-session-api-key"::equalsIgnoreCase);
        }

        /// Whether the client started work whose frames may follow the recorded ones.
        boolean startsWork() {
            return clientFrames.stream().anyMatch(frame -> frame.contains("\"role\""));
        }
    }

    /// One request that was sent several times at once. Its outcome has every answer, by status:
    /// `{"responses": [{"status": 200, "body": …}, …]}`.
    record Race(String name, Call call, JsonNode outcome) implements Entry {

        static Race read(JsonNode entry) {
            var outcome = JsonNodeFactory.instance.objectNode();
            var responses = outcome.putArray("responses");
            entry.path("responses").forEach(response -> responses.addObject()
                    .<ObjectNode>set("status", response.path("status"))
                    .set("body", response.path("body")));
            return new Race(entry.path("name").asText(), Call.read(entry), outcome);
        }

        int runners() {
            return outcome.path("responses").size();
        }
    }

    /// An exchange that is not replayed entry by entry.
    record Aside(String name, JsonNode outcome) implements Entry {
    }

    static Entry read(JsonNode entry) {
        if (entry.has("response")) {
            return Call.read(entry);
        }
        if (entry.has("responses")) {
            return Race.read(entry);
        }
        return entry.has("connect") ? Socket.read(entry)
                : new Aside(entry.path("name").asText(), entry);
    }

    private static Map<String, String> texts(JsonNode object) {
        var texts = new TreeMap<String, String>();
        object.properties().forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private static JsonNode orNull(JsonNode node) {
        return node.isMissingNode() ? NullNode.getInstance() : node;
    }
}
