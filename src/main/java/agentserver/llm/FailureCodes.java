package agentserver.llm;

import java.util.List;
import java.util.Locale;

/// Turns a failed attempt into the public error. The order matters: the texts of a failure tell
/// more than its status, and the first rule that fits wins. Source: contract 09 §8.2.
final class FailureCodes {

    private static final List<String> WINDOW = List.of(
            "contextwindowexceedederror",
            "prompt is too long",
            "input length and `max_tokens` exceed context limit",
            "please reduce the length of",
            "exceeds the available context size",
            "context length exceeded",
            "input exceeds the context window",
            "context window exceeds limit");

    private static final List<String> HISTORY = List.of(
            "must be followed by tool messages responding to each 'tool_call_id'",
            "failed to parse tool call arguments as json",
            "must have a corresponding `tool_use` block in the previous message",
            "must have a single result",
            "must have a corresponding tool_result",
            "ids were found without `tool_result` blocks immediately after",
            "multiple `tool_result` blocks with id",
            "unexpected `tool_use_id` found in `tool_result` blocks",
            "unexpected tool_use_id in tool_result");

    private static final List<String> KEY = List.of(
            "invalid api key", "unauthorized", "missing api key", "invalid authentication",
            "access denied", "status 401", "status 403", "error code: 401", "error code: 403");

    private static final List<String> POLICY = List.of(
            "content_policy", "content filtering policy", "output blocked by content filtering");

    private FailureCodes() {}

    static LlmException exception(LlmFailure failure) {
        return new LlmException(code(failure), failure.detail(), failure);
    }

    static String code(LlmFailure failure) {
        var text = failure.getMessage().toLowerCase(Locale.ROOT);
        return switch (failure.kind()) {
            case CONTEXT_WINDOW -> "LLMContextWindowExceedError";
            case NO_RESPONSE -> "LLMNoResponseError";
            case AUTHENTICATION, FORBIDDEN -> "LLMAuthenticationError";
            case RATE_LIMIT -> "LLMRateLimitError";
            case TIMEOUT -> "LLMTimeoutError";
            case CONTENT_POLICY -> "LLMContentPolicyViolationError";
            case NOT_FOUND -> "NotFoundError";
            case BAD_REQUEST -> byText(text, "LLMBadRequestError");
            case CONNECTION, SERVER, UNAVAILABLE -> byText(text, "LLMServiceUnavailableError");
        };
    }

    private static String byText(String text, String otherwise) {
        if (containsAny(text, WINDOW)) {
            return "LLMContextWindowExceedError";
        }
        if (containsAny(text, HISTORY)) {
            return "LLMMalformedConversationHistoryError";
        }
        if (containsAny(text, KEY)) {
            return "LLMAuthenticationError";
        }
        if (containsAny(text, POLICY)) {
            return "LLMContentPolicyViolationError";
        }
        return otherwise;
    }

    private static boolean containsAny(String text, List<String> phrases) {
        return phrases.stream().anyMatch(text::contains);
    }
}
