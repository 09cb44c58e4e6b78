package agentserver.llm;

import agentserver.base.json.SchemaName;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/// A reasoning item of the OpenAI Responses API, kept to be sent back. All but `summary` may be null.
/// Source: contract 07 §2.4.
@JsonIgnoreProperties(ignoreUnknown = true)
@SchemaName("ReasoningItemModel")
public record ReasoningItem(
        String id,
        List<String> summary,
        List<String> content,
        String encryptedContent,
        String status) {

    public ReasoningItem {
        summary = summary == null ? List.of() : List.copyOf(summary);
    }
}
