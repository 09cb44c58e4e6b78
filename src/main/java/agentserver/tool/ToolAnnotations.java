package agentserver.tool;

import agentserver.base.json.WhenAbsent;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Hints about what a tool may do. `title` may be null; what is left out of the input is assumed to be
/// dangerous.
///
/// ```json
/// {"title": "terminal", "readOnlyHint": false, "destructiveHint": true,
///  "idempotentHint": false, "openWorldHint": true}
/// ```
///
/// Source: contract 07 §4.1.1, 10 §1.5.
public record ToolAnnotations(
        String title,
        @JsonProperty("readOnlyHint") boolean readOnlyHint,
        @JsonProperty("destructiveHint") @WhenAbsent("true") boolean destructiveHint,
        @JsonProperty("idempotentHint") boolean idempotentHint,
        @JsonProperty("openWorldHint") @WhenAbsent("true") boolean openWorldHint) {}
