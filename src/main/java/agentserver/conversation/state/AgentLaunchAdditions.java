package agentserver.conversation.state;

import agentserver.base.json.Rules;

/// What a client adds to an agent that it did not make itself. The text may be null.
///
/// ```json
/// {"system_message_suffix_append": "Answer in French."}
/// ```
///
/// No other members are known. Limit: [#MAX_CHARS]. Source: contract 02 §4.1.
public record AgentLaunchAdditions(String systemMessageSuffixAppend) {

    public static final int MAX_CHARS = 32_768;

    public AgentLaunchAdditions {
        new Rules()
                .length("system_message_suffix_append", systemMessageSuffixAppend, 0, MAX_CHARS)
                .check();
    }

    /// The text without space around it; empty when there is none.
    public String text() {
        return systemMessageSuffixAppend == null ? "" : systemMessageSuffixAppend.strip();
    }
}
