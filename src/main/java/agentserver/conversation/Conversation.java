package agentserver.conversation;

import agentserver.base.fault.Fault;
import agentserver.conversation.journal.EventFilter;
import agentserver.conversation.journal.EventOrder;
import agentserver.conversation.journal.EventPage;
import agentserver.conversation.journal.EventSearch;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.journal.Resend;
import agentserver.conversation.journal.Watch;
import agentserver.conversation.run.RunControl;
import agentserver.conversation.run.TitleTask;
import agentserver.conversation.state.ConversationInfo;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.conversation.state.StateCodec;
import agentserver.event.EventSource;
import agentserver.event.MessageEvent;
import agentserver.llm.Message;
import agentserver.llm.Role;
import java.util.Optional;
import java.util.UUID;

/// A conversation that is loaded: people talk to it, an agent works in it, others watch.
///
/// Any thread may call any method; those that change something return when the change is on the disk.
public final class Conversation implements AutoCloseable {

    private record Info(ConversationState state, ConversationMeta meta, byte[] json) {}

    private final Journal journal;
    private final StateCodec codec;
    private final EventSearch search;
    private final RunControl runs;
    private final TitleTask title;
    private volatile Info info; // the last answer of infoJson, while nothing has changed

    Conversation(Journal journal, StateCodec codec, RunControl runs, TitleTask title) {
        this.journal = journal;
        this.codec = codec;
        this.search = new EventSearch(journal.log(), codec);
        this.runs = runs;
        this.title = title;
    }

    public UUID id() {
        return journal.state().id();
    }

    public ConversationState state() {
        return journal.state();
    }

    /// As REST clients see it. Waits until what it tells is on the disk.
    byte[] infoJson() {
        var last = info;
        var state = journal.state();
        var meta = journal.meta();
        journal.awaitDurable();
        if (last == null || last.state() != state || last.meta() != meta) {
            last = new Info(state, meta, codec.info(ConversationInfo.of(state, meta)));
            info = last;
        }
        return last.json();
    }

    /// Says something to the agent; with `run` it is also set to work, unless it works already.
    ///
    /// @throws Fault.Invalid  when somebody other than the user speaks
    /// @throws Fault.Unprocessable when the agent can't be made; then nothing was said
    public void send(Message message, boolean run) {
        if (message.role() != Role.USER) {
            throw new Fault.Unprocessable("role: only messages of the role `user` can be sent");
        }
        runs.prepare();
        var said = MessageEvent.of(EventSource.USER, message);
        journal.locked(() -> {
            var status = journal.state().executionStatus();
            if (status == ExecutionStatus.FINISHED || status == ExecutionStatus.STUCK) {
                journal.status(ExecutionStatus.IDLE);
            }
            journal.append(said);
            journal.heard(said.id());
        });
        journal.awaitDurable();
        title.startFor(message.text());
        if (run) {
            runs.startOrJoin();
        }
    }

    /// Sets the agent to work, in the background.
    ///
    /// @throws Fault.Conflict when it works already
    public void run() {
        runs.start();
    }

    /// Asks the agent to stop before its next step. Source: contract 02 §5.4.
    public void pause() {
        runs.pause();
        journal.awaitDurable();
    }

    /// Stops the agent now; what it was doing gets an answer that says so. Source: contract 02 §5.5.
    public void interrupt() {
        runs.interrupt();
        journal.awaitDurable();
    }

    EventPage search(
            EventFilter filter, EventOrder order, Optional<String> pageId, int limit) {
        return search.page(filter, order, pageId, limit);
    }

    long count(EventFilter filter) {
        return search.count(filter);
    }

    /// What the agent said last: the message of its last `finish`, or its last words; empty when it
    /// said nothing. Source: contract 02 §2.5.
    String finalResponse() {
        return search.finalResponse();
    }

    /// Begins to watch it; see [Watch#of].
    public Watch watch(Resend resend, Watch.Outlet outlet) {
        return Watch.of(journal, resend, outlet);
    }

    /// The time now, as events write it.
    public String time() {
        return journal.time();
    }

    Journal journal() {
        return journal;
    }

    /// Stops what works, saves, and lets go of everything. Blocks until the agent has stopped, or the
    /// time for that is over.
    @Override
    public void close() {
        title.close();
        runs.close();
        journal.close();
    }
}
