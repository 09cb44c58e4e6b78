package agentserver.event;

import agentserver.base.json.KeepNulls;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What a critic thinks of a message or an action.
///
/// ```json
/// {"score": 0.8, "message": "done, but not tested", "metadata": null}
/// ```
///
/// `score` is between 0 and 1; `message` and `metadata`, which is free-form, may be null. Source:
/// contract 07 §2.5.
@JsonIgnoreProperties(ignoreUnknown = true)
public record CriticResult(
        double score,
        String message,
        @JsonSerialize(using = KeepNulls.class) ObjectNode metadata) {

    public CriticResult {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score is between 0 and 1");
        }
    }
}
