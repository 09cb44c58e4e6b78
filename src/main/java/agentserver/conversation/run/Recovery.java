package agentserver.conversation.run;

import agentserver.conversation.journal.Journal;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.event.AgentErrorEvent;
import agentserver.event.ErrorClassification.Kind;
import agentserver.event.ErrorClassification.UserAction;
import agentserver.event.ErrorClassification;

/// Mends a conversation whose server died while its agent worked: it is in error then, and every action
/// that has no answer gets one, so that none is carried out by surprise later.
/// Source: contract 02 §10.3, 07 §9.
public final class Recovery {

    private static final String RESTARTED = "A restart occurred while this tool was in progress. This "
            + "may indicate a fatal memory error or system crash. The tool execution was interrupted "
            + "and did not complete.";
    private static final ErrorClassification LOST =
            ErrorClassification.of(Kind.INTERNAL, false, UserAction.NONE);

    private Recovery() {}

    public static void recover(Journal journal) {
        if (journal.state().executionStatus() != ExecutionStatus.RUNNING) {
            return;
        }
        var open = journal.branch().openActions();
        journal.locked(() -> {
            journal.status(ExecutionStatus.ERROR);
            open.forEach(action ->
                    journal.append(AgentErrorEvent.of(action, RESTARTED, LOST)));
        });
        journal.awaitDurable();
    }
}
