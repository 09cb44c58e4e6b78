package agentserver.llm;

import agentserver.base.json.SchemaName;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// A model's reasoning that must be sent back to it unchanged, signature included.
///
/// ```json
/// {"type": "thinking", "thinking": "…", "signature": "…"}
/// ```
///
/// Source: contract 07 §2.4.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ThinkingBlock.Open.class, name = "thinking"),
    @JsonSubTypes.Type(value = ThinkingBlock.Redacted.class, name = "redacted_thinking")
})
@SchemaName("AnyThinkingBlock")
public sealed interface ThinkingBlock {

    /// Reasoning in clear; `signature` may be null.
    @JsonIgnoreProperties(ignoreUnknown = true)
    @SchemaName("ThinkingBlock")
    record Open(String thinking, String signature) implements ThinkingBlock {}

    /// Reasoning that the provider keeps to itself.
    @JsonIgnoreProperties(ignoreUnknown = true)
    @SchemaName("RedactedThinkingBlock")
    record Redacted(String data) implements ThinkingBlock {}
}
