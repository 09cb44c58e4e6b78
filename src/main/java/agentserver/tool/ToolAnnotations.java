package agentserver.tool;

import com.fasterxml.jackson.annotation.JsonProperty;

/// Hints about what a tool may do. `title` may be null.
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
        @JsonProperty("destructiveHint") boolean destructiveHint,
        @JsonProperty("idempotentHint") boolean idempotentHint,
        @JsonProperty("openWorldHint") boolean openWorldHint) {}
