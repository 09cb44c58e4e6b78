package agentserver.event;

import static agentserver.event.ErrorClassification.Kind.AGENT_ACTION;
import static agentserver.event.ErrorClassification.Kind.AUTH;
import static agentserver.event.ErrorClassification.Kind.CONFIG;
import static agentserver.event.ErrorClassification.Kind.INTERNAL;
import static agentserver.event.ErrorClassification.Kind.QUOTA;
import static agentserver.event.ErrorClassification.Kind.RATE_LIMIT;
import static agentserver.event.ErrorClassification.Kind.TRANSIENT;
import static agentserver.event.ErrorClassification.UserAction.NONE;
import static agentserver.event.ErrorClassification.UserAction.RETRY;
import static agentserver.event.ErrorClassification.UserAction.SETTINGS;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Classifies an error by its code, then by words in its text, then by codes that say little. The
/// codes are class names of the Python server, because clients know those. Source: contract 07
/// §2.6.
public final class ErrorClassifier {

    /// An error whose text holds one of the words.
    private record Words(ErrorClassification meaning, List<String> words) {

        boolean occurIn(String text) {
            return words.stream().anyMatch(text::contains);
        }
    }

    private static final ErrorClassification SIGN_IN = of(AUTH, false, SETTINGS);
    private static final ErrorClassification SPENT = of(QUOTA, false, SETTINGS);
    private static final ErrorClassification TOO_FAST = of(RATE_LIMIT, true, RETRY);
    private static final ErrorClassification WRONG_SETTING = of(CONFIG, false, SETTINGS);
    private static final ErrorClassification PASSING = of(TRANSIENT, true, RETRY);
    private static final ErrorClassification AGENT_MAY_RETRY = of(AGENT_ACTION, true, RETRY);
    private static final ErrorClassification AGENT_STOPPED = of(AGENT_ACTION, false, NONE);
    private static final ErrorClassification BUG = of(INTERNAL, false, NONE);

    private static final Map<String, ErrorClassification> CODES = new HashMap<>();
    private static final Map<String, ErrorClassification> GENERIC_CODES = new HashMap<>();

    static {
        put(CODES, SIGN_IN, "LLMAuthenticationError", "ACPAuthRequired");
        put(CODES, TOO_FAST, "LLMRateLimitError");
        put(CODES, SPENT, "MaxBudgetReached");
        put(CODES, WRONG_SETTING, "LLMBadRequestError", "ACPInitError", "ACPSpawnError",
                "ACPPromptError", "NotFoundError", "LibTmuxException");
        put(CODES, AGENT_MAY_RETRY,
                "LLMContextWindowExceedError", "LLMMalformedConversationHistoryError");
        put(CODES, AGENT_STOPPED, "MaxIterationsReached", "ConversationOwnershipLostError");
        put(CODES, BUG, "KeyError", "AssertionError", "PydanticSerializationError",
                "AttributeError", "TypeError");
        put(GENERIC_CODES, PASSING, "LLMServiceUnavailableError", "LLMTimeoutError",
                "ReadTimeout", "LLMNoResponseError", "MCPTimeoutError", "BadGatewayError",
                "HTTPStatusError", "RequestError", "CloudflareError", "OpenAIError", "APIError",
                "BaseLLMException", "AnthropicError", "OpenRouterException", "OllamaError");
    }

    private static final List<Words> TEXTS = List.of(
            new Words(SIGN_IN, List.of("invalid api key", "incorrect api key",
                    "authentication required", "invalid bearer token",
                    "invalid proxy server token", "unauthorized", "error code: 401",
                    "status\": 401", "token_not_found", "api key is missing")),
            new Words(SPENT, List.of("weekly usage limit", "daily quota", "session usage limit",
                    "insufficient balance", "more credits", "budget has been exceeded")),
            new Words(TOO_FAST, List.of("rate limit", "429")),
            new Words(WRONG_SETTING, List.of("provider not provided", "no models loaded",
                    "does not support thinking", "model is no longer available",
                    "model not found", "invalid params", "inactive_service",
                    "powershell is not available")),
            new Words(PASSING, List.of("timeout", "connection error", "connection closed",
                    "service temporarily unavailable", "bad gateway", "cloudflare",
                    "cannot connect", "name or service not known", "error code: 5")),
            new Words(BUG, List.of("on_token callback", "duplicate tool names", "list_tools",
                    "on_tools_changed", "surrogates not allowed")));

    private ErrorClassifier() {}

    /// The meaning of an error; [ErrorClassification#UNKNOWN] when nothing fits.
    ///
    /// @param code   a class name of the Python server, `LLMTimeoutError`
    /// @param detail the error's text
    public static ErrorClassification classify(String code, String detail) {
        if (CODES.containsKey(code)) {
            return CODES.get(code);
        }
        var text = detail.toLowerCase(Locale.ROOT);
        return TEXTS.stream()
                .filter(words -> words.occurIn(text))
                .findFirst()
                .map(Words::meaning)
                .orElse(GENERIC_CODES.getOrDefault(code, ErrorClassification.UNKNOWN));
    }

    private static ErrorClassification of(
            ErrorClassification.Kind kind,
            boolean retryable,
            ErrorClassification.UserAction action) {
        return ErrorClassification.of(kind, retryable, action);
    }

    private static void put(
            Map<String, ErrorClassification> table, ErrorClassification meaning, String... codes) {
        for (var code : codes) {
            table.put(code, meaning);
        }
    }
}
