package agentserver.event;

import agentserver.llm.Content;
import agentserver.llm.Message;
import agentserver.llm.Role;
import agentserver.llm.TextContent;
import agentserver.tool.ToolDefinition;
import java.util.List;
import java.util.Objects;

/// The agent's instructions and tools; the first thing a model reads.
///
/// ```json
/// {"kind": "SystemPromptEvent", …, "system_prompt": {"type": "text", "text": "…"},
///  "tools": [{…}], "dynamic_context": null}
/// ```
///
/// `system_prompt` is the same for all conversations of an agent, `dynamic_context` (may be null)
/// is this one's own; so only the first may be cached, and in memory all conversations share its
/// text. Source: contract 07 §4.1.
public record SystemPromptEvent(
        String id,
        String timestamp,
        EventSource source,
        String parentId,
        TextContent systemPrompt,
        List<ToolDefinition> tools,
        TextContent dynamicContext) implements LlmConvertible {

    public SystemPromptEvent {
        Event.checkedId(id);
        source = Objects.requireNonNullElse(source, EventSource.AGENT);
        Objects.requireNonNull(systemPrompt, "system_prompt");
        systemPrompt = new TextContent(systemPrompt.cachePrompt(), systemPrompt.text().intern());
        tools = List.copyOf(tools);
    }

    /// An unstamped one; an empty `dynamicContext` is left out.
    public static SystemPromptEvent of(
            String systemPrompt, List<ToolDefinition> tools, String dynamicContext) {
        var dynamic = dynamicContext.isEmpty() ? null : TextContent.of(dynamicContext);
        return new SystemPromptEvent(
                Event.freshId(), null, EventSource.AGENT, null, TextContent.of(systemPrompt),
                tools, dynamic);
    }

    /// The same for another branch: an event of its own.
    public SystemPromptEvent again() {
        return new SystemPromptEvent(
                Event.freshId(), null, source, null, systemPrompt, tools, dynamicContext);
    }

    @Override
    public Message toMessage() {
        List<Content> parts = dynamicContext == null
                ? List.of(systemPrompt)
                : List.of(systemPrompt, dynamicContext);
        return Message.of(Role.SYSTEM, parts);
    }

    @Override
    public SystemPromptEvent stamped(String newTimestamp, String newParentId) {
        return new SystemPromptEvent(
                id, newTimestamp, source, newParentId, systemPrompt, tools, dynamicContext);
    }
}
