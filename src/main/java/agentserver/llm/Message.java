package agentserver.llm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// What somebody says to, or hears from, a model.
///
/// ```json
/// {"role": "user", "content": [{"cache_prompt": false, "type": "text", "text": "hi"}],
///  "tool_calls": null, "tool_call_id": null, "name": null, "reasoning_content": null,
///  "thinking_blocks": [], "responses_reasoning_item": null}
/// ```
///
/// `tool_calls`, `reasoning_content`, `thinking_blocks` and `responses_reasoning_item` belong to the
/// assistant, `tool_call_id` and `name` to a tool; all of them but `thinking_blocks` may be null.
/// Unknown members are ignored, as old clients send some. Source: contract 07 §2.2.
@JsonIgnoreProperties(ignoreUnknown = true)
public record Message(
        Role role,
        List<Content> content,
        List<MessageToolCall> toolCalls,
        String toolCallId,
        String name,
        String reasoningContent,
        List<ThinkingBlock> thinkingBlocks,
        ReasoningItem responsesReasoningItem) {

    public Message {
        Objects.requireNonNull(role, "role");
        content = content == null ? List.of() : List.copyOf(content);
        toolCalls = toolCalls == null ? null : List.copyOf(toolCalls);
        thinkingBlocks = thinkingBlocks == null ? List.of() : List.copyOf(thinkingBlocks);
    }

    public static Message of(Role role, List<Content> content) {
        return new Message(role, content, null, null, null, null, List.of(), null);
    }

    public static Message text(Role role, String text) {
        return of(role, List.of(TextContent.of(text)));
    }

    public static Message toolResult(String toolCallId, String toolName, List<Content> content) {
        return new Message(
                Role.TOOL, content, null, toolCallId, toolName, null, List.of(), null);
    }

    /// The text parts, joined without a separator; images are left out.
    public String text() {
        return content.stream()
                .filter(TextContent.class::isInstance)
                .map(part -> ((TextContent) part).text())
                .collect(Collectors.joining());
    }
}
