package agentserver.agent;

import agentserver.llm.MessageToolCall;
import agentserver.tool.Action;
import agentserver.tool.SecurityRisk;
import agentserver.tool.Tool;

/// A model's tool call after reading: one that can be run, or one that the model has to repeat.
public sealed interface CheckedCall {

    /// The call as it is stored and sent back to the model: the name a tool's (unless there is none), the
    /// arguments valid JSON.
    MessageToolCall call();

    /// A call that can be run: `tool` takes `action`.
    ///
    /// @param risk    what the model said, `UNKNOWN` where it was not asked
    /// @param summary what the call is for, in words
    record Accepted(
            MessageToolCall call,
            Tool<?> tool,
            Action action,
            SecurityRisk risk,
            String summary) implements CheckedCall {}

    /// A call that can't be run.
    ///
    /// @param error what is wrong, for the model
    record Rejected(MessageToolCall call, String error) implements CheckedCall {}
}
