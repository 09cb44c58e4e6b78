package agentserver.conversation.run;

import agentserver.agent.AgentStep;
import agentserver.agent.ToolBox;
import agentserver.event.SystemPromptEvent;

/// An agent at work in one conversation: its prompt, its tools, its step. Made at the first message or
/// run, closed with the conversation.
public record AgentRuntime(SystemPromptEvent prompt, ToolBox tools, AgentStep step)
        implements AutoCloseable {

    @Override
    public void close() {
        tools.close();
    }
}
