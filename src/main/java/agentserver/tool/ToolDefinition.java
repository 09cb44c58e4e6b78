package agentserver.tool;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// A tool as the first event of a conversation shows it.
///
/// ```json
/// {"description": "…", "action_type": "TerminalAction", "observation_type": "TerminalObservation",
///  "annotations": {…}, "meta": null, "kind": "TerminalTool", "title": "terminal"}
/// ```
///
/// `observation_type`, `annotations` and `meta` may be null. Tools of MCP servers and clients have
/// further members, kept in `more`. Source: contract 07 §4.1.1.
public record ToolDefinition(
        String description,
        String actionType,
        String observationType,
        ToolAnnotations annotations,
        JsonNode meta,
        String kind,
        String title,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> more) {

    public ToolDefinition {
        Objects.requireNonNull(description, "description");
        meta = meta == null || meta.isNull() ? null : meta; // else it would be written as null
        more = more == null ? Map.of() : new LinkedHashMap<>(more);
    }

    public static ToolDefinition of(
            String kind,
            String title,
            String description,
            String family,
            ToolAnnotations annotations) {
        return new ToolDefinition(
                description, family + "Action", family + "Observation", annotations, null, kind,
                title, Map.of());
    }
}
