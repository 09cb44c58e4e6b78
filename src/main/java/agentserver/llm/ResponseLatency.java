package agentserver.llm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// How long one reply took.
///
/// ```json
/// {"model": "openai/gpt-4.1", "latency": 1.7, "response_id": "chatcmpl-1"}
/// ```
///
/// @param latency seconds; a negative one becomes 0
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResponseLatency(String model, double latency, String responseId) {

    public ResponseLatency {
        latency = Math.max(0, latency);
    }
}
