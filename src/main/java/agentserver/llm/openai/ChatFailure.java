package agentserver.llm.openai;

import agentserver.base.json.Json;
import agentserver.base.secret.Secret;
import agentserver.llm.LlmFailure;
import agentserver.llm.LlmFailure.Kind;
import agentserver.llm.ModelAnswer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads a vendor's error.
///
/// ```json
/// {"error": {"message": "Rate limit reached", "type": "requests", "code": "rate_limit_exceeded"}}
/// ```
///
/// The message is the vendor's, with the key and everything that looks like one starred, and then cut to
/// a length that fits an event.
final class ChatFailure {

    private static final int MESSAGE_CHARS = 2_000;
    private static final Pattern KEY_LIKE =
            Pattern.compile("\\b(sk|pk|gsk|xai|key|hf)[-_][A-Za-z0-9_*-]{16,}");
    private static final List<String> WINDOW = List.of(
            "context_length_exceeded", "maximum context length", "model's maximum context limit",
            "string too long. expected a string with maximum length",
            "longer than the model's context length", "input tokens exceed the configured limit",
            "`inputs` tokens + `max_new_tokens` must be");
    private static final List<String> POLICY = List.of(
            "content_policy_violation", "content_filter", "invalid_prompt");

    private ChatFailure() {}

    /// The failure that an answer with an error status stands for.
    static LlmFailure of(ModelAnswer answer, Endpoint endpoint) throws InterruptedException {
        var text = new String(answer.all(), StandardCharsets.UTF_8);
        var error = error(text);
        var retryAfter = RetryAfter.of(answer::header, Instant.now());
        return of(answer.status(), error, message(error, text, answer.status()), endpoint,
                retryAfter);
    }

    /// The failure that an `error` inside an answer stands for; its code may be an HTTP status.
    static LlmFailure of(JsonNode error, Endpoint endpoint) {
        var status = error.path("code").asInt(error.path("status").asInt(500));
        return of(status < 400 ? 500 : status, error, message(error, "", status), endpoint,
                Optional.empty());
    }

    private static LlmFailure of(int status, JsonNode error, String message, Endpoint endpoint,
            Optional<Duration> retryAfter) {
        var shown = cut(starred(message, endpoint));
        return new LlmFailure(
                kind(status, error, shown), endpoint.vendor().name(), shown, retryAfter);
    }

    /// The text without keys. It must be whole: of a key that was cut, a part would stay.
    private static String starred(String message, Endpoint endpoint) {
        var shown = endpoint.key().map(Secret::reveal)
                .map(key -> message.replace(key, Secret.STARS)).orElse(message);
        return KEY_LIKE.matcher(shown).replaceAll(Secret.STARS);
    }

    private static String cut(String text) {
        return text.length() <= MESSAGE_CHARS ? text : text.substring(0, MESSAGE_CHARS) + "…";
    }

    private static Kind kind(int status, JsonNode error, String message) {
        var kind = Kind.of(status);
        if (kind != Kind.BAD_REQUEST && kind != Kind.SERVER) {
            return kind;
        }
        var text = (error.path("code").asText("") + ' ' + error.path("type").asText("") + ' '
                + message).toLowerCase(Locale.ROOT);
        if (WINDOW.stream().anyMatch(text::contains)) {
            return Kind.CONTEXT_WINDOW;
        }
        return POLICY.stream().anyMatch(text::contains) ? Kind.CONTENT_POLICY : kind;
    }

    private static JsonNode error(String text) {
        try {
            var body = Json.lenient().readTree(text);
            return body.isArray() ? body.path(0).path("error") : body.path("error");
        } catch (IOException _) {
            return Json.lenient().createObjectNode(); // a proxy's page; its text is shown
        }
    }

    private static String message(JsonNode error, String text, int status) {
        var message = error.isTextual() ? error.asText() : error.path("message").asText("");
        var detail = error.path("metadata").path("raw").asText("");
        var full = detail.isEmpty() ? message : message + ": " + detail;
        var said = message.isBlank() ? text.strip() : full;
        return said.isBlank() ? "HTTP status " + status + " without an explanation" : said;
    }
}
