package agentserver.llm;

import agentserver.base.json.SchemaName;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// What one reply cost.
///
/// ```json
/// {"model": "openai/gpt-4.1", "cost": 0.0123, "timestamp": 1767225600.12}
/// ```
///
/// @param cost      US dollars
/// @param timestamp seconds since 1970
@JsonIgnoreProperties(ignoreUnknown = true)
@SchemaName("Cost")
public record CostEntry(String model, double cost, double timestamp) {

    public CostEntry {
        if (!(cost >= 0)) {
            throw new IllegalArgumentException("a cost can't be negative");
        }
    }
}
