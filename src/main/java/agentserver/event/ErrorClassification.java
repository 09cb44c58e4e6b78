package agentserver.event;

import agentserver.base.json.SchemaName;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Objects;

/// What kind of failure an error is, and what a person can do about it.
///
/// ```json
/// {"kind": "auth", "retryable": false, "user_action": "settings", "error_id": null}
/// ```
///
/// `kind` here is an ordinary member, not the name of a record; `error_id` may be null. Made from
/// an error by [ErrorClassifier]. Source: contract 07 §2.6.
public record ErrorClassification(
        Kind kind, boolean retryable, UserAction userAction, String errorId) {

    /// Nothing is known about the error.
    public static final ErrorClassification UNKNOWN =
            new ErrorClassification(Kind.UNKNOWN, false, UserAction.NONE, null);

    /// Where the failure lies.
    @SchemaName("FailureKind")
    public enum Kind {
        @JsonProperty("auth")
        AUTH,
        @JsonProperty("quota")
        QUOTA,
        @JsonProperty("rate_limit")
        RATE_LIMIT,
        @JsonProperty("config")
        CONFIG,
        @JsonProperty("transient")
        TRANSIENT,
        @JsonProperty("agent_action")
        AGENT_ACTION,
        @JsonProperty("internal")
        INTERNAL,
        @JsonProperty("unknown")
        UNKNOWN
    }

    /// What a client should offer.
    public enum UserAction {
        @JsonProperty("none")
        NONE,
        @JsonProperty("retry")
        RETRY,
        @JsonProperty("settings")
        SETTINGS
    }

    public ErrorClassification {
        Objects.requireNonNull(kind, "kind");
        userAction = Objects.requireNonNullElse(userAction, UserAction.NONE);
    }

    /// Without an error id.
    public static ErrorClassification of(Kind kind, boolean retryable, UserAction userAction) {
        return new ErrorClassification(kind, retryable, userAction, null);
    }
}
