package agentserver.conversation;

import agentserver.agent.ConfirmationPolicy;
import agentserver.base.json.Rules;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// Which actions shall wait for a person from now on.
///
/// ```json
/// {"policy": {"kind": "AlwaysConfirm"}}
/// ```
///
/// Source: `POST /api/conversations/{id}/confirmation_policy`, contract 02 §7.
@JsonIgnoreProperties(ignoreUnknown = true)
record SetConfirmationPolicy(ConfirmationPolicy policy) {

    SetConfirmationPolicy {
        new Rules().required("policy", policy).check();
    }
}
