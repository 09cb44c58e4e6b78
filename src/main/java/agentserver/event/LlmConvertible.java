package agentserver.event;

import agentserver.llm.Message;

/// An event that a model reads. How several together become messages is `view`'s business. Source:
/// contract 07 §4 ("LLM:") and §5.
public sealed interface LlmConvertible extends Event permits
        SystemPromptEvent,
        MessageEvent,
        ActionEvent,
        CondensationSummaryEvent,
        ToolResult {

    /// What the model reads of this event alone.
    Message toMessage();

    @Override
    LlmConvertible stamped(String timestamp, String parentId);
}
