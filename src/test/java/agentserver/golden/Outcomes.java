package agentserver.golden;

import agentserver.testing.Answer;
import agentserver.testing.Closing;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes what our server answered in the form of a recorded outcome.
final class Outcomes {

    /// Headers that belong to the transport or the moment; both sides are compared without them.
    private static final Set<String> TRANSPORT = Set.of("server", "date", "content-length",
            "connection", "keep-alive", "transfer-encoding");
    private static final int RECORDED_BYTES = 256;
    private static final ObjectMapper JSON = new ObjectMapper();

    private Outcomes() {
    }

    /// @param recorded says whether a body is compared as JSON, as text or as bytes
    static JsonNode of(Answer answer, JsonNode recorded) {
        var outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("status", answer.status());
        var headers = outcome.putObject("headers");
        answer.headers().forEach(headers::put);
        outcome.set("headers", withoutTransport(headers));
        outcome.set("body", body(answer, recorded.path("body")));
        return outcome;
    }

    static JsonNode of(List<JsonNode> frames, Optional<Closing> closing) {
        var outcome = JsonNodeFactory.instance.objectNode();
        outcome.put("status", 101);
        outcome.putArray("frames").addAll(frames);
        outcome.putNull("close");
        closing.ifPresent(end -> outcome.putObject("close")
                .put("code", end.code()).put("reason", end.reason()));
        return outcome;
    }

    /// Of a socket that was not to be refused.
    static JsonNode refused(int status) {
        var outcome = JsonNodeFactory.instance.objectNode().put("status", status);
        outcome.putArray("frames");
        outcome.putNull("close");
        return outcome;
    }

    /// The recorded outcome as far as it is compared.
    static JsonNode comparable(JsonNode recorded) {
        var copy = recorded.deepCopy();
        if (copy instanceof ObjectNode outcome
                && outcome.get("headers") instanceof ObjectNode headers) {
            outcome.set("headers", withoutTransport(headers));
        }
        return copy;
    }

    private static JsonNode withoutTransport(ObjectNode headers) {
        return headers.deepCopy().remove(TRANSPORT);
    }

    private static JsonNode body(Answer answer, JsonNode recorded) {
        var factory = JsonNodeFactory.instance;
        var body = answer.body();
        if (recorded.isTextual()) {
            return factory.textNode(answer.text());
        }
        if (recorded.has("__base64__")) {
            var start = Arrays.copyOf(body, Math.min(body.length, RECORDED_BYTES));
            return factory.objectNode().put("__base64__", Base64.getEncoder().encodeToString(start))
                    .put("__bytes__", body.length);
        }
        if (body.length == 0) {
            return factory.nullNode();
        }
        try {
            return recorded.has("__text__")
                    ? factory.objectNode().put("__text__", answer.text()) : JSON.readTree(body);
        } catch (IOException _) {
            return factory.objectNode().put("__text__", answer.text());
        }
    }
}
