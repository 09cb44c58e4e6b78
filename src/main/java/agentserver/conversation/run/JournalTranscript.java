package agentserver.conversation.run;

import agentserver.agent.SecurityAnalyzer;
import agentserver.agent.Transcript;
import agentserver.conversation.journal.Journal;
import agentserver.event.ActionEvent;
import agentserver.event.Event;
import agentserver.event.StreamingDeltaEvent;
import agentserver.llm.LlmReply;
import agentserver.llm.Message;
import agentserver.tool.SecurityRisk;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.util.List;
import java.util.Optional;

/// The journal, as the agent may use it, as long as its run is not left behind.
final class JournalTranscript implements Transcript {

    private static final Logger LOG = System.getLogger(JournalTranscript.class.getName());

    private final Journal journal;
    private final Run run;

    JournalTranscript(Journal journal, Run run) {
        this.journal = journal;
        this.run = run;
    }

    @Override
    public List<Message> messages() {
        return journal.branch().messages();
    }

    @Override
    public List<ActionEvent> openActions() {
        return journal.branch().openActions();
    }

    @Override
    public void emit(Event event) {
        journal.locked(() -> {
            run.check();
            journal.append(event);
        });
    }

    @Override
    public void emitDelta(Optional<String> content, Optional<String> reasoning) {
        var event = new StreamingDeltaEvent(
                Event.freshId(), null, null, null, content.orElse(null), reasoning.orElse(null));
        journal.locked(() -> {
            run.check();
            journal.publish(event);
        });
    }

    @Override
    public void count(String usageId, LlmReply reply) {
        journal.locked(() -> {
            run.check();
            journal.count(usageId, reply);
        });
    }

    @Override
    public void awaitDurable() {
        journal.awaitDurable();
    }

    @Override
    public boolean needsConfirmation(ActionEvent action) {
        var analyzer = journal.state().securityAnalyzer();
        var risk = analyzer == null ? SecurityRisk.UNKNOWN : riskOf(analyzer, action);
        return journal.state().confirmationPolicy().asksFor(risk);
    }

    private static SecurityRisk riskOf(SecurityAnalyzer analyzer, ActionEvent action) {
        try {
            return analyzer.riskOf(action);
        } catch (RuntimeException e) { // nobody could say that it is safe
            LOG.log(Level.WARNING, "the security analyzer failed", e);
            return SecurityRisk.HIGH;
        }
    }
}
