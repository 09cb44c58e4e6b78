package agentserver.server.socket;

import agentserver.base.json.Json;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/// The message with which a peer shows its key. Source: contract 03 §6.2, §6.4.
///
/// ```json
/// {"type": "auth", "session_api_key": "…"}
/// ```
final class AuthMessage {

    private static final String KEY = "session_api_key";
    private static final Set<String> MEMBERS = Set.of("type", KEY);
    private static final int LONGEST_CHARS = 4 << 10;

    private AuthMessage() {}

    /// The key of a first message; further members do not matter there.
    static Optional<String> key(String text) {
        return object(text)
                .filter(AuthMessage::isAuth)
                .map(node -> node.path(KEY))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue);
    }

    /// Whether a later message is only that, once more; then it is passed over.
    static boolean isOne(String text) {
        if (text.length() > LONGEST_CHARS || !text.contains("auth")) {
            return false;
        }
        return object(text)
                .filter(AuthMessage::isAuth)
                .filter(node -> node.properties().stream()
                        .allMatch(member -> MEMBERS.contains(member.getKey())))
                .isPresent();
    }

    private static boolean isAuth(JsonNode node) {
        return node.path("type").asText().equals("auth");
    }

    private static Optional<JsonNode> object(String text) {
        try {
            return Optional.of(Json.lenient().readTree(text)).filter(JsonNode::isObject);
        } catch (JacksonException _) { // not JSON, so not this message
            return Optional.empty();
        }
    }
}
