package agentserver.conversation.run;

import agentserver.base.fault.Fault;
import agentserver.base.log.LogScope;
import agentserver.conversation.Conversation;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.event.AgentErrorEvent;
import agentserver.event.ErrorClassification;
import agentserver.event.ErrorClassification.Kind;
import agentserver.event.ErrorClassification.UserAction;
import agentserver.event.InterruptEvent;
import agentserver.event.PauseEvent;
import agentserver.event.UserRejectObservation;
import agentserver.event.UserRejectObservation.RejectionSource;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Starts and stops the runs of one conversation: one at a time, each on a virtual thread of its own.
///
/// `run`, `again`, `late`, `approved` and `closed` are guarded by the journal's lock, as is every
/// change of the status: so a run that is about to end and a message that asks for one can't miss each other.
/// After its last event a run leaves, and shows the whole state, in one step: who sees that state may
/// start the next run. Source: contract 02 §5.
public final class RunControl implements AutoCloseable {

    private static final long SAVED_AFTER_BYTES = 256 << 10;
    private static final Duration INTERRUPTING = Duration.ofSeconds(5);
    private static final Duration LEAVING = Duration.ofSeconds(2);
    private static final long LOOK_MILLIS = 2;
    private static final String BUSY =
            "Conversation already running. Wait for completion or pause first.";
    private static final String INACTIVE = "inactive_service";
    private static final String STOPPED =
            "Tool call interrupted before completion. The conversation was paused.";
    private static final ErrorClassification INTERRUPTED =
            ErrorClassification.of(Kind.AGENT_ACTION, true, UserAction.RETRY);
    private static final Logger LOG = System.getLogger(RunControl.class.getName());

    private final Journal journal;
    private final AgentFactory factory;
    private final RunLimits limits;
    private final ReentrantLock making = new ReentrantLock(); // one agent is made, once
    private volatile AgentRuntime agent; // null until it is needed
    private Run run; // null when nothing runs
    private boolean again;
    private boolean late; // it was asked to run again when its last word was said already
    private boolean approved; // what waits for a person was allowed while the run was ending
    private boolean closed;

    public RunControl(Journal journal, AgentFactory factory, RunLimits limits) {
        this.journal = journal;
        this.factory = factory;
        this.limits = limits;
    }

    /// Makes the agent, if it is not made yet, and tells it who it is, if it was not told. Blocks.
    ///
    /// @throws Fault.Unprocessable when it can't be made
    public AgentRuntime prepare() {
        making.lock();
        try {
            if (agent == null) {
                var made = factory.make(journal);
                var llm = journal.state().agent().runnable().llm();
                journal.know(llm.usageId(), llm.model());
                agent = made;
            }
            if (!journal.branch().hasSystemPrompt()) { // also after HEAD moved before it
                journal.append(agent.prompt().again());
            }
            return agent;
        } finally {
            making.unlock();
        }
    }

    /// Whether the agent was made.
    public boolean hasAgent() {
        return agent != null;
    }

    /// Starts a run. One that has said its last word is waited for: clients ask for the next when they
    /// see the status that a run ends with, and that is shown a moment before it leaves.
    ///
    /// @throws Fault.Conflict when one is under way
    /// @throws Fault.Busy     when too many wait for their turn
    public void start() {
        awaitLeaving();
        journal.locked(() -> {
            refuseWhileRunning();
            limits.admission().check();
            begin();
        });
    }

    /// Looks whether [#startOrJoin] would begin a run that is one too many.
    ///
    /// @throws Fault.Busy when too many wait for their turn
    public void checkRoom() {
        journal.locked(() -> {
            if (run == null) {
                limits.admission().check();
            }
        });
    }

    /// Starts a run, or sees to it that the one under way does not end before it looked again.
    public void startOrJoin() {
        journal.locked(() -> {
            if (run == null) {
                begin();
            } else {
                again = true;
                late |= journal.state().executionStatus() != ExecutionStatus.RUNNING;
                approved |= isWaiting();
            }
        });
    }

    /// Says no to what waits for a person: each action gets an answer that says so. Nothing runs.
    ///
    /// While a run carries out actions, none of them waits for anybody.
    public void reject(String reason) {
        var branch = journal.branch();
        journal.locked(() -> {
            if (run != null && !isWaiting()) {
                return;
            }
            if (isWaiting()) {
                journal.status(ExecutionStatus.IDLE);
            }
            branch.openActions().forEach(action -> journal.append(
                    UserRejectObservation.of(action, reason, RejectionSource.USER)));
        });
    }

    /// Waits a moment for a run that has said its last word. Not to be called with the journal's lock.
    ///
    /// @throws Fault.Refused when the caller is to stop
    public void awaitLeaving() {
        try {
            for (long left = LEAVING.toMillis(); isLeaving() && left > 0; left -= LOOK_MILLIS) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Fault.Refused(INACTIVE);
        }
    }

    private boolean isLeaving() {
        return journal.locked(() -> run != null && switch (journal.state().executionStatus()) {
            case FINISHED, STUCK, ERROR, WAITING_FOR_CONFIRMATION -> true;
            case IDLE -> true; // a message came behind its last word: it leaves, or goes on at once
            case RUNNING, PAUSED, DELETING -> false;
        });
    }

    /// To be called with the journal's lock.
    ///
    /// @throws Fault.Conflict while a run is under way
    public void refuseWhileRunning() {
        if (run != null) {
            throw new Fault.Conflict(BUSY);
        }
    }

    private boolean isWaiting() {
        return journal.state().executionStatus() == ExecutionStatus.WAITING_FOR_CONFIRMATION;
    }

    private void begin() {
        if (closed) {
            throw new Fault.Refused(INACTIVE);
        }
        journal.state().agent().runnable();
        again = false;
        late = false;
        approved = false;
        if (journal.state().executionStatus().canStartRun()) {
            journal.status(ExecutionStatus.RUNNING); // here, so that a pause right after it counts
        }
        var mine = new Run(limits.admission().enter());
        run = mine;
        var id = journal.state().id().toString();
        mine.begin(Thread.ofVirtual().name("run-" + id).start(
                () -> ScopedValue.where(LogScope.CONVERSATION_ID, id).run(() -> work(mine))));
    }

    private void work(Run mine) {
        try (var _ = mine.turn()) {
            new RunLoop(journal, this::prepare, mine).run();
        } catch (InterruptedException | Journal.InterruptedWait _) { // told to stop at once
            Thread.interrupted(); // heard: what is left to do must not be interrupted by it again
            abandon(mine);
        } catch (RuntimeException | Error e) { // the border: its own failure could not be written
            giveUp(mine);
            LOG.log(Level.ERROR, "the run of " + journal.state().id() + " broke", e);
        } finally {
            end(mine);
        }
    }

    private void giveUp(Run mine) {
        journal.locked(() -> {
            if (mine.claimEnd()) {
                journal.giveUp();
            }
        });
    }

    /// Whether a run is under way.
    public boolean isRunning() {
        return journal.locked(() -> run != null);
    }

    /// Unless somebody left it behind, who ended it.
    private void end(Run mine) {
        if (journal.locked(mine::claimEnd)) {
            leave();
            journal.save(SAVED_AFTER_BYTES);
        }
    }

    private void leave() {
        journal.locked(() -> {
            run = null;
            if (journal.state().executionStatus() == ExecutionStatus.RUNNING) {
                journal.giveUp(); // how it ended could not be written
            }
            var status = journal.state().executionStatus();
            var goesOn = again && (late || status == ExecutionStatus.IDLE);
            if (!closed && (goesOn && !isWaiting() || approved && isWaiting())) {
                begin();
            } else {
                journal.publishFullState();
            }
        });
    }

    /// Leaves nothing open behind: each action gets an answer, the conversation is paused.
    ///
    /// @return false when another thread ends the run
    private boolean abandon(Run mine) {
        if (!journal.locked(mine::claimEnd)) {
            return false;
        }
        var open = journal.branch().openActions();
        journal.locked(() -> {
            open.forEach(action ->
                    journal.append(AgentErrorEvent.of(action, STOPPED, INTERRUPTED)));
            journal.status(ExecutionStatus.PAUSED);
            journal.append(InterruptEvent.of());
        });
        return true;
    }

    /// Stops before the next step.
    public void pause() {
        journal.locked(() -> {
            again = false;
            late = false;
            approved = false;
            var status = journal.state().executionStatus();
            if (status == ExecutionStatus.IDLE || status == ExecutionStatus.RUNNING) {
                journal.status(ExecutionStatus.PAUSED);
                journal.append(PauseEvent.of());
                leaveTheLine();
            }
            journal.publishFullState();
        });
    }

    /// A run that only waits for its turn ends at once. Called with the journal's lock.
    private void leaveTheLine() {
        if (run != null) {
            run.turn().cancel();
        }
    }

    /// Stops now, and waits a moment for the run to end. Without a run it is a pause.
    public void interrupt() {
        var running = journal.locked(() -> {
            again = false;
            late = false;
            approved = false;
            return Optional.ofNullable(run);
        });
        if (running.isEmpty()) {
            pause();
            return;
        }
        stop(running.get(), INTERRUPTING);
    }

    private void stop(Run running, Duration limit) {
        try {
            running.thread().interrupt();
            if (agent != null) {
                agent.tools().interrupt();
            }
            if (!running.thread().join(limit)) {
                LOG.log(Level.WARNING, "the run of {0} does not stop", journal.state().id());
                leaveBehind(running);
            }
        } catch (InterruptedException _) { // the caller is to stop too
            Thread.currentThread().interrupt();
        }
    }

    /// Ends a run that does not, and gives its place to others; what it does further, nobody hears.
    private void leaveBehind(Run running) {
        if (abandon(running)) {
            running.turn().close();
            leave();
        }
    }

    @Override
    public void close() {
        var running = journal.locked(() -> {
            closed = true;
            return Optional.ofNullable(run);
        });
        running.ifPresent(last -> stop(last, limits.closing()));
        if (agent != null) {
            agent.close();
        }
    }
}
