package agentserver.agent;

import agentserver.agent.CheckedCall.Accepted;
import agentserver.agent.CheckedCall.Rejected;
import agentserver.event.ActionEvent;
import agentserver.event.AgentErrorEvent;
import agentserver.event.EventSource;
import agentserver.event.MessageEvent;
import agentserver.llm.DeltaListener;
import agentserver.llm.LlmClient;
import agentserver.llm.LlmConfig;
import agentserver.llm.LlmException;
import agentserver.llm.LlmReply;
import agentserver.llm.LlmRequest;
import agentserver.llm.Message;
import agentserver.llm.Role;
import agentserver.tool.FinishAction;
import agentserver.tool.SecurityRisk;
import agentserver.tool.ThinkAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// One step of an agent: it carries out what is still open, or asks the model and does what it says.
///
/// The order of events: all actions of a reply, then the errors of those that can't be carried out, then
/// the results of the others, each in the order of the calls.
/// Nothing that leaves a trace is done before the actions are on the disk. One thread at a time.
/// Source: contract 08 §7.
public final class AgentStep {

    /// What a step leads to.
    public enum Outcome {
        /// There is more to do.
        CONTINUE,
        /// The agent has yielded its turn.
        FINISHED,
        /// The open actions wait for a person.
        WAITING
    }

    /// The `usage_id` of questions beside the conversation.
    public static final String ASIDE = "ask-agent-llm";

    private static final String NUDGE = "Your last reply had neither text nor a tool call. Go on with "
            + "the task by calling a tool; when there is nothing left to do, call `finish`.";
    private static final String REPHRASE = "The model provider refused the last request because of its "
            + "content policy. Leave out what may have triggered it and try another way.";
    private static final String ASIDE_TASK = "A question from aside, which is not part of your task. "
            + "Answer it in words from what you know already, and call no tool.\n\n";
    private static final String AFTER_FINISH =
            "Not executed: the `finish` call before it in the same reply ended the turn.";

    private final Supplier<LlmConfig> model;
    private final ToolBox tools;
    private final ToolRunner runner;
    private final ToolCallReader reader;
    private final LlmClient llm;
    private final String sessionId;

    /// @param model     which model is asked next; it may change between steps
    /// @param sessionId names the conversation to the model provider, for its cache
    public AgentStep(
            Supplier<LlmConfig> model, ToolBox tools, ToolCallReader reader, LlmClient llm,
            String sessionId) {
        this.model = model;
        this.tools = tools;
        this.runner = new ToolRunner(tools);
        this.reader = reader;
        this.llm = llm;
        this.sessionId = sessionId;
    }

    /// @throws LlmException when the model can't be asked, after all tries
    /// @throws InterruptedException when the run was interrupted
    public Outcome run(Transcript transcript) throws InterruptedException {
        var open = transcript.openActions();
        if (!open.isEmpty()) {
            return execute(open, transcript);
        }
        LlmReply reply;
        var config = model.get();
        try {
            reply = ask(config, transcript);
        } catch (LlmException e) {
            if (!e.code().equals("LLMContentPolicyViolationError")) {
                throw e;
            }
            transcript.emit(nudge(REPHRASE));
            return Outcome.CONTINUE;
        }
        transcript.count(config.usageId(), reply);
        var calls = reply.message().toolCalls();
        return calls == null || calls.isEmpty()
                ? answer(reply, transcript)
                : act(reply, transcript);
    }

    private LlmReply ask(LlmConfig config, Transcript transcript) throws InterruptedException {
        var request = new LlmRequest(transcript.messages(), tools.declarations(), sessionId);
        Optional<DeltaListener> deltas =
                config.stream() ? Optional.of(transcript::emitDelta) : Optional.empty();
        return llm.complete(config, request, deltas);
    }

    /// Asks the model about the conversation, beside it: what is asked and answered is remembered
    /// nowhere.
    ///
    /// @param messages what was said so far, every call in it answered
    /// @throws LlmException when the model can't be asked, after all tries
    /// @throws InterruptedException when nobody wants the answer any more
    public LlmReply aside(List<Message> messages, String question) throws InterruptedException {
        var all = new ArrayList<>(messages);
        all.add(Message.text(Role.USER, ASIDE_TASK + question));
        var config = model.get().withUsageId(ASIDE).withStream(false);
        var request = new LlmRequest(all, tools.declarations(), sessionId);
        return llm.complete(config, request, Optional.empty());
    }

    private static MessageEvent nudge(String text) {
        return MessageEvent.of(EventSource.ENVIRONMENT, Message.text(Role.USER, text));
    }

    private Outcome answer(LlmReply reply, Transcript transcript) {
        transcript.emit(MessageEvent.agent(reply.message(), reply.id()));
        if (!reply.message().text().isBlank()) {
            return Outcome.FINISHED;
        }
        transcript.emit(nudge(NUDGE));
        return Outcome.CONTINUE;
    }

    /// All calls become events before any of them is answered: endpoints refuse a history in which
    /// something stands between the calls of one reply.
    private Outcome act(LlmReply reply, Transcript transcript) throws InterruptedException {
        var actions = new ArrayList<ActionEvent>();
        var errors = new ArrayList<AgentErrorEvent>();
        var said = reply.message();
        for (var checked : reply.message().toolCalls().stream().map(reader::read).toList()) {
            var event = event(said, checked, reply.id());
            transcript.emit(event);
            switch (checked) {
                case Accepted _ -> actions.add(event);
                case Rejected bad ->
                    errors.add(AgentErrorEvent.of(event, bad.error(), ToolRunner.RETRY));
            }
            said = ActionEvent.NOTHING_SAID;
        }
        errors.forEach(transcript::emit);
        return mustWait(actions, transcript) ? Outcome.WAITING : execute(actions, transcript);
    }

    private static ActionEvent event(Message said, CheckedCall checked, String replyId) {
        return switch (checked) {
            case Accepted good -> ActionEvent.of(said, good.call(), Optional.of(good.action()),
                    replyId, good.risk(), good.summary());
            case Rejected bad -> ActionEvent.of(
                    said, bad.call(), Optional.empty(), replyId, SecurityRisk.UNKNOWN, "");
        };
    }

    private static boolean mustWait(List<ActionEvent> actions, Transcript transcript) {
        if (actions.size() == 1 && isHarmless(actions.getFirst())) {
            return false;
        }
        return actions.stream().anyMatch(transcript::needsConfirmation);
    }

    private static boolean isHarmless(ActionEvent event) {
        return event.action() instanceof FinishAction || event.action() instanceof ThinkAction;
    }

    private Outcome execute(List<ActionEvent> actions, Transcript transcript)
            throws InterruptedException {
        if (!actions.stream().allMatch(AgentStep::isHarmless)) { // those leave nothing behind
            transcript.awaitDurable();
        }
        boolean finished = false;
        for (var event : actions) {
            transcript.emit(finished ? skipped(event) : runner.run(event));
            finished |= event.action() instanceof FinishAction;
        }
        return finished ? Outcome.FINISHED : Outcome.CONTINUE;
    }

    private static AgentErrorEvent skipped(ActionEvent event) {
        return AgentErrorEvent.of(event, AFTER_FINISH, ToolRunner.RETRY);
    }
}
