package agentserver.conversation.run;

import agentserver.agent.Agent;
import agentserver.agent.AgentSpec.UnknownAgent;
import agentserver.base.log.LogScope;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.state.StateChange;
import agentserver.event.ConversationErrorEvent;
import agentserver.llm.LlmConfig;
import agentserver.llm.LlmException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Gives a conversation its title, in the background, once it has something to be named after.
public final class TitleTask implements AutoCloseable {

    private static final Logger LOG = System.getLogger(TitleTask.class.getName());

    private static final Duration CLOSING = Duration.ofSeconds(10);

    private final Journal journal;
    private final AutoTitle titles;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile Thread thread; // null until there is a message

    public TitleTask(Journal journal, AutoTitle titles) {
        this.journal = journal;
        this.titles = titles;
    }

    /// Starts with a user's message, unless there is a title, a task, no text, or no wish for one.
    public void startFor(String message) {
        var meta = journal.meta();
        var wanted = meta.start().autotitle() && meta.title() == null && !message.isBlank();
        if (wanted && started.compareAndSet(false, true)) {
            var id = journal.state().id().toString();
            thread = Thread.ofVirtual().name("title-" + id).start(
                    () -> ScopedValue.where(LogScope.CONVERSATION_ID, id)
                            .run(() -> find(message)));
        }
    }

    private void find(String message) {
        try {
            var title = switch (journal.state().agent()) {
                case Agent agent -> title(agent.llm(), message);
                case UnknownAgent _ -> AutoTitle.cut(message); // nobody to ask
            };
            if (journal.meta().title() == null) {
                journal.change(new StateChange.Titled(title, null));
                journal.awaitDurable();
            }
        } catch (InterruptedException | Journal.InterruptedWait _) {
            started.set(false); // the conversation is put away: named another time
        } catch (RuntimeException e) { // the border: without a title life goes on
            LOG.log(Level.WARNING, "no title for " + journal.state().id(), e);
        }
    }

    /// Where the model can't be asked, those who watch are told why, and the message is the title.
    private String title(LlmConfig llm, String message) throws InterruptedException {
        try {
            return titles.of(llm, message, journal.state().id().toString(), reply -> {
                journal.count(llm.usageId(), reply);
                journal.publishStats();
            });
        } catch (LlmException e) {
            journal.append(ConversationErrorEvent.of(e.code(), e.detail()));
            return AutoTitle.cut(message);
        }
    }

    /// Whether it is looking for a title.
    public boolean isRunning() {
        var running = thread;
        return running != null && running.isAlive();
    }

    @Override
    public void close() {
        var running = thread;
        if (running == null) {
            return;
        }
        running.interrupt();
        try {
            running.join(CLOSING);
        } catch (InterruptedException | Journal.InterruptedWait _) { // the caller is to stop too
            Thread.currentThread().interrupt();
        }
    }
}
