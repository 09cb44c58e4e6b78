package agentserver.conversation;

import agentserver.base.json.Rules;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Objects;

/// What a person says to the actions that wait.
///
/// ```json
/// {"accept": false, "reason": "not in production"}
/// ```
///
/// `accept` is required. Source: `POST …/events/respond_to_confirmation`, contract 03 §3.7.
@JsonIgnoreProperties(ignoreUnknown = true)
record ConfirmationResponse(Boolean accept, String reason) {

    ConfirmationResponse {
        new Rules().required("accept", accept).check();
        reason = Objects.requireNonNullElse(reason, "User rejected the action.");
    }
}
