package agentserver.conversation;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import agentserver.conversation.state.StartConversation;
import java.util.List;

/// Says whether a conversation can be opened as it is asked for. What this server can't do yet is
/// refused, rather than left out in silence. Source: contract 02 §4.
final class StartCheck {

    private StartCheck() {}

    /// @throws Fault when it can't
    static void check(StartConversation start, ConversationService conversations) {
        if (start.agent() == null) {
            throw Fault.invalid(Violation.value(
                    List.of("body"), "an `agent` must be given: other sources are not served"));
        }
        var parent = start.parentConversationId();
        if (parent != null && conversations.find(parent).isEmpty()) {
            throw new Fault.Unprocessable("Parent conversation " + parent + " not found");
        }
        refuse(start.worktree(), "worktree");
        refuse(start.secretsEncrypted(), "secrets_encrypted");
        refuse(!start.clientTools().isEmpty(), "client_tools");
        refuse(!start.plugins().isEmpty(), "plugins");
        refuse(start.hookConfig() != null && !start.hookConfig().isNull(), "hook_config");
        refuse(!start.agent().mcpConfig().isEmpty(), "agent.mcp_config");
    }

    private static void refuse(boolean asked, String what) {
        if (asked) {
            throw new Fault.Unprocessable(what + ": this server does not do that yet");
        }
    }
}
