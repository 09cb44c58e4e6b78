package agentserver.conversation.run;

import agentserver.conversation.journal.Journal;

/// Makes agents that can work. May block: tools are looked for, programs may start.
@FunctionalInterface
public interface AgentFactory {

    /// @throws agentserver.tool.ToolSetupException when a tool can't be had
    AgentRuntime make(Journal journal);
}
