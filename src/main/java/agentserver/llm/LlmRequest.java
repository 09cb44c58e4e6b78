package agentserver.llm;

import java.util.List;
import java.util.Objects;

/// What is asked of a model: the whole history and the tools it may call.
///
/// @param messages  oldest first
/// @param tools     may be empty; a model without tools can only answer in words
/// @param sessionId the conversation's id, by which proxies group calls and caches find their
///                  prefix; a sub-agent gives its parent's
public record LlmRequest(List<Message> messages, List<ToolDeclaration> tools, String sessionId) {

    public LlmRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        Objects.requireNonNull(sessionId, "sessionId");
    }
}
