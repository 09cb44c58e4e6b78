package agentserver.llm;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/// One attempt at a model failed. Providers throw it; [LlmClient] tries again or gives up.
///
/// The message is for people and models, in the vendor's words, and holds no key.
public final class LlmFailure extends RuntimeException {

    /// What kind of failure it was, with the name that clients know it by and whether trying again
    /// may help.
    public enum Kind {
        AUTHENTICATION("AuthenticationError", false),
        FORBIDDEN("PermissionDeniedError", false),
        BAD_REQUEST("BadRequestError", false),
        NOT_FOUND("NotFoundError", false),
        CONTEXT_WINDOW("ContextWindowExceededError", false),
        CONTENT_POLICY("ContentPolicyViolationError", false),
        RATE_LIMIT("RateLimitError", true),
        TIMEOUT("Timeout", true),
        CONNECTION("InternalServerError", true),
        SERVER("InternalServerError", true),
        UNAVAILABLE("ServiceUnavailableError", true),
        NO_RESPONSE("NoResponseError", true);

        private final String wireName;
        private final boolean retryable;

        Kind(String wireName, boolean retryable) {
            this.wireName = wireName;
            this.retryable = retryable;
        }

        /// The kind that an HTTP status stands for, when nothing else is known.
        public static Kind of(int status) {
            return switch (status) {
                case 401 -> AUTHENTICATION;
                case 403 -> FORBIDDEN;
                case 404 -> NOT_FOUND;
                case 408, 504 -> TIMEOUT;
                case 429 -> RATE_LIMIT;
                case 503 -> UNAVAILABLE;
                default -> status >= 500 ? SERVER : BAD_REQUEST;
            };
        }

        public boolean retryable() {
            return retryable;
        }
    }

    private final Kind kind;
    private final String vendor;
    private final Optional<Duration> retryAfter;

    public LlmFailure(Kind kind, String vendor, String message) {
        this(kind, vendor, message, Optional.empty());
    }

    /// @param retryAfter when the vendor said to come back
    public LlmFailure(Kind kind, String vendor, String message, Optional<Duration> retryAfter) {
        super(Objects.requireNonNull(message, "message"));
        this.kind = kind;
        this.vendor = vendor;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /// The one line in which clients of this API are used to see a vendor's error:
    /// `litellm.RateLimitError: OpenAIException - Rate limit reached`.
    ///
    /// A missing answer is nobody's text but ours, and is told without that.
    public String detail() {
        if (kind == Kind.NO_RESPONSE) {
            return getMessage();
        }
        var name = vendor.equals("openai")
                ? "OpenAI" : vendor.substring(0, 1).toUpperCase(Locale.ROOT) + vendor.substring(1);
        return "litellm." + kind.wireName + ": " + name + "Exception - " + getMessage();
    }
}
