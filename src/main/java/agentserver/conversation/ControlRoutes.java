package agentserver.conversation;

import static agentserver.conversation.ConversationRoutes.ONE;
import static agentserver.conversation.ConversationRoutes.id;

import agentserver.base.fault.Fault;
import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Exchange;
import agentserver.server.Handler;
import agentserver.server.Route;
import agentserver.server.Router;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// Sets agents to work, stops them, and changes what they work with and by. Source: contract 02 §5, §7.
public final class ControlRoutes {

    private final Supplier<ConversationService> conversations;

    /// @param conversations the service, once the server is ready
    public ControlRoutes(Supplier<ConversationService> conversations) {
        this.conversations = conversations;
    }

    public void addTo(Router router) {
        router.add(post("/run", this::run)
                .summary("Let the agent go on")
                .fails(404, 429));
        router.add(post("/pause", this::pause)
                .summary("Let the agent stop before its next step")
                .fails(400));
        router.add(post("/interrupt", this::interrupt)
                .summary("Stop the agent now")
                .fails(400));
        router.add(post("/secrets", this::secrets)
                .summary("Add secrets to a conversation")
                .body(UpdateSecrets.class)
                .fails(404));
        router.add(post("/confirmation_policy", this::policy)
                .summary("Set which actions wait for a person")
                .body(SetConfirmationPolicy.class)
                .fails(404));
        router.add(post("/security_analyzer", this::analyzer)
                .summary("Set who says how risky an action is")
                .body(SetSecurityAnalyzer.class)
                .fails(404));
        router.add(post("/switch_llm", this::model)
                .summary("Let the agent use another model")
                .body(SwitchLlm.class)
                .fails(404));
        router.add(Route.post(ONE + "/ask_agent", Door.API, this::ask)
                .summary("Ask the agent something beside the conversation")
                .body(Question.class)
                .answers(200, FinalResponse.class)
                .fails(404, 409, 502, 504));
    }

    private static Route post(String path, Handler handler) {
        return Route.post(ONE + path, Door.API, handler)
                .answers(200, Success.class).fails(409);
    }

    private Answer run(Exchange exchange) {
        conversation(exchange).run();
        return Answer.ok(Success.YES);
    }

    private Answer pause(Exchange exchange) {
        var conversation = toStop(exchange);
        conversation.pause();
        conversations.get().tell(conversation);
        return Answer.ok(Success.YES);
    }

    private Answer interrupt(Exchange exchange) {
        var conversation = toStop(exchange);
        conversation.interrupt();
        conversations.get().tell(conversation);
        return Answer.ok(Success.YES);
    }

    private Answer secrets(Exchange exchange) throws IOException {
        var update = exchange.body(UpdateSecrets.class);
        conversation(exchange).add(update.secrets());
        return Answer.ok(Success.YES);
    }

    private Answer policy(Exchange exchange) throws IOException {
        var change = exchange.body(SetConfirmationPolicy.class);
        conversation(exchange).confirm(change.policy());
        return Answer.ok(Success.YES);
    }

    private Answer analyzer(Exchange exchange) throws IOException {
        var change = exchange.body(SetSecurityAnalyzer.class);
        conversation(exchange).analyze(Optional.ofNullable(change.securityAnalyzer()));
        return Answer.ok(Success.YES);
    }

    private Answer model(Exchange exchange) throws IOException {
        var change = exchange.body(SwitchLlm.class);
        conversation(exchange).use(change.llm());
        return Answer.ok(Success.YES);
    }

    private Answer ask(Exchange exchange) throws IOException {
        var question = exchange.body(Question.class);
        return Answer.ok(new FinalResponse(conversation(exchange).ask(question.question())));
    }

    private Conversation conversation(Exchange exchange) {
        return conversations.get().get(id(exchange), exchange::atEnd);
    }

    /// The contract has another answer here for a conversation that is unknown.
    private Conversation toStop(Exchange exchange) {
        return conversations.get().use(id(exchange), exchange::atEnd)
                .orElseThrow(() -> new Fault.Refused("Bad Request"));
    }
}
