package agentserver.conversation;

import agentserver.agent.Agent;
import agentserver.agent.AgentStep;
import agentserver.agent.ConfirmationPolicy;
import agentserver.agent.SecretSource;
import agentserver.agent.SecurityAnalyzer;
import agentserver.base.fault.Fault;
import agentserver.conversation.journal.Answered;
import agentserver.conversation.journal.EventFilter;
import agentserver.conversation.journal.EventOrder;
import agentserver.conversation.journal.EventPage;
import agentserver.conversation.journal.EventSearch;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.journal.RequestKey;
import agentserver.conversation.journal.Resend;
import agentserver.conversation.journal.Watch;
import agentserver.conversation.run.RunControl;
import agentserver.conversation.run.TitleTask;
import agentserver.conversation.state.ConversationInfo;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.conversation.state.StateChange;
import agentserver.conversation.state.StateCodec;
import agentserver.event.EventSource;
import agentserver.event.MessageEvent;
import agentserver.llm.LlmConfig;
import agentserver.llm.LlmException;
import agentserver.llm.Message;
import agentserver.llm.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A conversation that is loaded: people talk to it, an agent works in it, others watch.
///
/// Any thread may call any method; those that change something return when the change is on the disk.
public final class Conversation implements AutoCloseable {

    private record Info(
            ConversationState state, ConversationMeta meta, List<UUID> children, byte[] json) {}

    private static final long SAVED_AFTER_BYTES = 256 << 10;

    private final Journal journal;
    private final StateCodec codec;
    private final EventSearch search;
    private final RunControl runs;
    private final TitleTask title;
    private final ConversationListener listener;
    private volatile Info info; // the last answer of infoJson, while nothing has changed

    Conversation(
            Journal journal, StateCodec codec, RunControl runs, TitleTask title,
            ConversationListener listener) {
        this.journal = journal;
        this.codec = codec;
        this.search = new EventSearch(journal.log(), codec);
        this.runs = runs;
        this.title = title;
        this.listener = listener;
    }

    public UUID id() {
        return journal.state().id();
    }

    public ConversationState state() {
        return journal.state();
    }

    /// As REST clients see it, most often: without its skills. Waits until what it tells is on the
    /// disk.
    byte[] infoJson(List<UUID> children) {
        var last = info;
        var state = journal.state();
        var meta = journal.meta();
        journal.awaitDurable();
        if (last == null || last.state() != state || last.meta() != meta
                || !last.children().equals(children)) {
            var shown = ConversationInfo.of(state, meta, children).withoutSkills();
            last = new Info(state, meta, children, codec.info(shown));
            info = last;
        }
        return last.json();
    }

    /// What it would be in another status.
    ConversationInfo info(ExecutionStatus status) {
        var state = journal.state().with(draft -> draft.executionStatus = status);
        return ConversationInfo.of(state, journal.meta(), List.of());
    }

    /// The same with its skills.
    byte[] wholeInfoJson(List<UUID> children) {
        var whole = ConversationInfo.of(journal.state(), journal.meta(), children);
        journal.awaitDurable();
        return codec.info(whole);
    }

    /// As [#send(Message,boolean,Optional)], without a key.
    public void send(Message message, boolean run) {
        send(message, run, Optional.empty());
    }

    /// Says something to the agent; with `run` it is also set to work, unless it works already.
    ///
    /// A request that is repeated with its key changes nothing and gets the first answer. Only a run
    /// that it asked for, and that a crash kept from starting, is started.
    ///
    /// @throws Fault.Invalid  when somebody other than the user speaks
    /// @throws Fault.Unprocessable when the agent can't be made; then nothing was said
    /// @throws Fault.Busy     when too many runs wait for their turn; then nothing was said
    public void send(Message message, boolean run, Optional<RequestKey> key) {
        if (message.role() != Role.USER) {
            throw new Fault.Unprocessable("role: only messages of the role `user` can be sent");
        }
        if (isRepeated(key, run)) {
            return;
        }
        if (run) {
            runs.checkRoom(); // before anything is said: the client will say it again
        }
        if (run || state().agent() instanceof Agent) {
            runs.prepare();
        }
        var said = MessageEvent.of(EventSource.USER, message);
        var answered = key.map(it -> it.answered(200, said.id(), codec.json(Success.YES)));
        boolean isNew = journal.locked(() -> {
            if (key.flatMap(journal::answered).isPresent()) {
                return false; // the same request, at the same time
            }
            var status = journal.state().executionStatus();
            if (status == ExecutionStatus.FINISHED || status == ExecutionStatus.STUCK) {
                journal.status(ExecutionStatus.IDLE);
            }
            journal.hear(said, answered);
            return true;
        });
        journal.awaitDurable();
        if (isNew) {
            title.startFor(message.text());
        }
        if (isNew && run) {
            runs.startOrJoin();
        }
    }

    /// The answer to the request with this key, once it is on the disk.
    ///
    /// @throws Fault.Unprocessable when the key came with another request
    Optional<Answered> answered(RequestKey key) {
        var answered = journal.answered(key);
        journal.awaitDurable();
        return answered;
    }

    private boolean isRepeated(Optional<RequestKey> key, boolean run) {
        var before = key.flatMap(journal::answered);
        if (before.isPresent()) {
            journal.awaitDurable();
            if (run && isUnheard(key.get())) {
                runs.startOrJoin();
            }
        }
        return before.isPresent();
    }

    /// Whether the message that came with this key is the last thing that happened, and nobody works: a
    /// crash came before the agent was set to work.
    boolean isUnheard(RequestKey key) {
        var state = journal.state();
        return state.executionStatus() == ExecutionStatus.IDLE && journal.answered(key)
                .filter(answered -> answered.eventId().equals(state.leafEventId())).isPresent();
    }

    /// Sets the agent to work in the background, unless it works already.
    void resume() {
        runs.startOrJoin();
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

    /// Allows what waits for a person, by letting the agent go on; or says no to it.
    void respond(ConfirmationResponse response) {
        if (response.accept()) {
            runs.startOrJoin();
        } else {
            runs.reject(response.reason());
        }
        journal.awaitDurable();
    }

    /// Gives it the title and the tags of the update, where it has some; it counts as updated anyway.
    void update(UpdateConversation update) {
        var now = journal.now();
        journal.locked(() -> {
            journal.change(update.title() == null
                    ? new StateChange.Touched(now)
                    : new StateChange.Titled(update.title(), now));
            if (update.tags() != null && !update.tags().equals(state().tags())) {
                var change = new StateChange.TagsSet(update.tags(), now);
                journal.update("tags", codec.tree(update.tags()), change);
            }
        });
        journal.awaitDurable();
    }

    /// Adds secrets, each in place of one with its name. No event tells of it.
    ///
    /// One that is kept elsewhere is left there: no copy of it is made here.
    void add(Map<String, SecretSource> secrets) {
        journal.locked(() -> {
            var kept = new LinkedHashMap<>(secrets);
            kept.keySet().removeAll(journal.meta().requiredRuntimeCredentialBindings());
            if (!kept.isEmpty()) {
                journal.change(new StateChange.SecretsAdded(kept));
            }
        });
        journal.awaitDurable();
    }

    /// Whether its agent was made: what that knows of secrets it knows.
    boolean hasAgent() {
        return runs.hasAgent();
    }

    /// What the next decision about an action goes by.
    void confirm(ConfirmationPolicy policy) {
        journal.locked(() -> {
            if (!policy.equals(state().confirmationPolicy())) {
                var change = new StateChange.PolicySet(policy);
                journal.update("confirmation_policy", codec.tree(policy), change);
            }
        });
        journal.awaitDurable();
    }

    /// Who says how risky the next action is.
    void analyze(Optional<SecurityAnalyzer> analyzer) {
        journal.locked(() -> {
            if (!analyzer.equals(Optional.ofNullable(state().securityAnalyzer()))) {
                var change = new StateChange.AnalyzerSet(analyzer.orElse(null));
                journal.update("security_analyzer", codec.tree(analyzer.orElse(null)), change);
            }
        });
        journal.awaitDurable();
    }

    /// Lets the agent use another model from its next step on; tokens in it are decrypted.
    void use(LlmConfig llm) {
        var clear = codec.decrypted(llm, LlmConfig.class);
        journal.locked(() -> {
            var agent = state().agent().runnable().with(clear);
            if (!agent.equals(state().agent())) {
                journal.update("agent", codec.shownAgent(agent), new StateChange.AgentSet(agent));
            }
        });
        journal.awaitDurable();
    }

    /// Asks the agent's model something beside the conversation; no event tells of it, but what it cost.
    /// An agent that was not told yet who it is is told first.
    /// Blocks for as long as the model takes.
    ///
    /// @throws Fault.Upstream when the model can't be asked
    /// @throws Fault.Failed   when it does not answer in words
    String ask(String question) {
        try {
            var agent = runs.prepare();
            var reply = agent.step().aside(journal.branch().settledMessages(), question);
            journal.know(AgentStep.ASIDE, state().agent().runnable().llm().model());
            journal.count(AgentStep.ASIDE, reply);
            journal.publishStats();
            journal.awaitDurable();
            if (reply.message().text().isBlank()) {
                throw new Fault.Failed("the model gave no answer in words");
            }
            return reply.message().text();
        } catch (LlmException e) {
            throw new Fault.Upstream(e.code() + ": " + e.detail(), false);
        } catch (InterruptedException _) { // the request is over
            Thread.currentThread().interrupt();
            throw new Fault.Failed("the question was interrupted");
        }
    }

    /// Moves HEAD to an event of any branch, or before all of them. Nothing is deleted.
    ///
    /// @throws Fault.NotFound when there is no such event
    /// @throws Fault.Conflict while a run is under way
    void navigate(Optional<String> eventId) {
        eventId.filter(id -> !journal.log().contains(id)).ifPresent(id -> {
            throw new Fault.NotFound("Unknown event_id: " + id);
        });
        runs.awaitLeaving();
        journal.moveHead(eventId, runs::refuseWhileRunning);
        journal.awaitDurable();
    }

    /// An event as JSON with nulls.
    Optional<byte[]> event(String eventId) {
        var index = journal.log().indexOf(eventId);
        return index.isEmpty()
                ? Optional.empty()
                : Optional.of(codec.whole(journal.log().event(index.getAsLong())));
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

    /// Whether nothing works in it and nobody watches it but the listener.
    boolean isQuiet() {
        return !runs.isRunning() && !title.isRunning()
                && journal.watchers() <= listener.watches();
    }

    /// Whether it has to be opened anew: another server has it now, or something in its log turned out
    /// to be damaged, and nothing runs that this would stop.
    boolean isLost() {
        return journal.isLost() || journal.log().isDamaged() && !runs.isRunning();
    }

    /// Keeps a snapshot when it is worth while. Blocks like the disk.
    void save() {
        journal.save(SAVED_AFTER_BYTES);
    }

    /// When something was last written in it, by [System#nanoTime].
    long writtenNanos() {
        return journal.writtenNanos();
    }

    /// About how much memory it takes.
    long memoryBytes() {
        return journal.memoryBytes();
    }

    /// Closes it for good: those who watch are told so.
    void closeDeleted() {
        journal.markDeleted();
        close();
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
        listener.closing(this);
        journal.close();
    }
}
