package agentserver.conversation.run;

import agentserver.agent.AgentStep.Outcome;
import agentserver.agent.StuckDetector.Finding;
import agentserver.agent.StuckDetector;
import agentserver.base.json.Uuids;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.event.ConversationErrorEvent;
import agentserver.event.EventSource;
import agentserver.event.MessageEvent;
import agentserver.llm.LlmException;
import agentserver.llm.Message;
import agentserver.llm.Role;
import agentserver.tool.ToolSetupException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

/// Lets an agent work, step after step, until it yields, fails, waits for a person or is stopped.
/// Runs once, on a thread of its own. Source: contract 08 §4.2, 02 §5.2.
public final class RunLoop {

    private static final Logger LOG = System.getLogger(RunLoop.class.getName());

    private final Journal journal;
    private final Supplier<AgentRuntime> agent;
    private final Run run;
    private final Admission.Turn turn;
    private int steps;

    /// @param run asked before each step, and before each word
    public RunLoop(Journal journal, Supplier<AgentRuntime> agent, Run run) {
        this.journal = journal;
        this.agent = agent;
        this.run = run;
        this.turn = run.turn();
    }

    /// Returns when the run is over; how it ended stands in the conversation's status.
    ///
    /// @throws InterruptedException when it was told to stop at once; actions may be open then
    public void run() throws InterruptedException {
        try {
            var outcome = Outcome.CONTINUE;
            while (outcome != Outcome.WAITING && enter() && getsTurn() && getsOn()) {
                var heard = journal.state().lastUserMessageId();
                outcome = agent.get().step().run(new JournalTranscript(journal, run));
                leave(outcome, heard);
                turn.done();
                journal.publishStats();
            }
        } catch (LlmException e) {
            fail(e.code(), e.detail());
        } catch (ToolSetupException e) {
            fail(e.code(), e.getMessage());
        } catch (Journal.InterruptedWait e) {
            throw e;
        } catch (RuntimeException | Error e) { // the border of a step: the run ends in error
            var errorId = Uuids.hex(UUID.randomUUID());
            LOG.log(Level.ERROR,
                    "error_id " + errorId + ": the run of " + journal.state().id() + " broke", e);
            fail(e.getClass().getSimpleName(),
                    "The server failed; its log tells more under error_id " + errorId + ".");
        }
    }

    /// Waits for the run's turn. It may be paused while it waits.
    private boolean getsTurn() throws InterruptedException {
        return turn.await() && enter();
    }

    /// Whether there is another step to take.
    private boolean enter() {
        return journal.locked(() -> {
            run.check();
            return switch (journal.state().executionStatus()) {
                case PAUSED, STUCK, FINISHED, ERROR, DELETING -> false;
                case RUNNING -> true;
                case IDLE, WAITING_FOR_CONFIRMATION -> {
                    journal.status(ExecutionStatus.RUNNING);
                    yield true;
                }
            };
        });
    }

    /// Whether the agent does not go in circles; when it may find out by itself, it is told.
    private boolean getsOn() {
        if (!journal.state().stuckDetection()) {
            return true;
        }
        return switch (StuckDetector.look(journal.branch().last(StuckDetector.WINDOW))) {
            case Finding.Fine _ -> true;
            case Finding.Nudge nudge -> {
                nudge.texts().forEach(text -> journal.append(MessageEvent.of(
                        EventSource.ENVIRONMENT, Message.text(Role.USER, text))));
                yield true;
            }
            case Finding.Stuck _ -> {
                journal.status(ExecutionStatus.STUCK);
                yield false;
            }
        };
    }

    /// @param heard the last user message that the step knew of; a later one is answered before the
    ///        agent may yield
    private void leave(Outcome outcome, String heard) {
        steps++;
        journal.locked(() -> {
            run.check();
            if (journal.state().executionStatus() != ExecutionStatus.RUNNING) {
                return; // paused meanwhile
            }
            switch (outcome) {
                case FINISHED -> {
                    if (Objects.equals(heard, journal.state().lastUserMessageId())) {
                        journal.status(ExecutionStatus.FINISHED);
                    } else {
                        limitSteps();
                    }
                }
                case WAITING -> journal.status(ExecutionStatus.WAITING_FOR_CONFIRMATION);
                case CONTINUE -> limitSteps();
            }
        });
    }

    private void limitSteps() {
        var limit = journal.state().maxIterations();
        if (steps >= limit) {
            fail("MaxIterationsReached", "Agent reached maximum iterations limit (" + limit + ").");
        }
    }

    private void fail(String code, String detail) {
        LOG.log(Level.WARNING, "conversation {0}: the run ends in error: {1}: {2}",
                journal.state().id(), code, oneLine(detail));
        journal.locked(() -> {
            run.check();
            journal.status(ExecutionStatus.ERROR);
            journal.append(ConversationErrorEvent.of(code, detail));
        });
        journal.publishStats();
    }

    /// The log itself escapes the other control characters.
    private static String oneLine(String text) {
        return text.replace("\r", "\\r").replace("\n", "\\n");
    }
}
