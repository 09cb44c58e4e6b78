package agentserver.conversation;

import agentserver.base.param.Param;
import agentserver.conversation.state.ConversationInfo;
import agentserver.conversation.state.StartConversation;
import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Exchange;
import agentserver.server.Route;
import agentserver.server.Router;
import java.io.IOException;
import java.util.UUID;
import java.util.function.Supplier;

/// The HTTP face of conversations. Source: contract 02.
public final class ConversationRoutes {

    private static final String ROOT = "/api/conversations";
    private static final String ONE = ROOT + "/{conversation_id}";
    private static final Param<Boolean> INCLUDE_SKILLS =
            Param.bool("include_skills").orElse(false);

    private final Supplier<ConversationService> conversations;

    /// @param conversations the service, once the server is ready
    public ConversationRoutes(Supplier<ConversationService> conversations) {
        this.conversations = conversations;
    }

    public void addTo(Router router) {
        router.add(Route.post(ROOT, Door.API, this::start)
                .summary("Open a conversation, or find the one with the id that is asked for")
                .query(INCLUDE_SKILLS)
                .body(StartConversation.class)
                .answers(201, ConversationInfo.class)
                .answers(200, ConversationInfo.class));
        router.add(Route.get(ONE, Door.API, this::get)
                .summary("Show a conversation")
                .query(INCLUDE_SKILLS)
                .answers(200, ConversationInfo.class)
                .fails(404));
        router.add(Route.get(ONE + "/agent_final_response", Door.API, this::finalResponse)
                .summary("Show what the agent said last")
                .answers(200, FinalResponse.class)
                .fails(404));
        router.add(Route.post(ONE + "/run", Door.API, this::run)
                .summary("Let the agent go on")
                .answers(200, Success.class)
                .fails(404)
                .fails(409));
    }

    private Answer start(Exchange exchange) throws IOException {
        exchange.query(INCLUDE_SKILLS);
        var started = conversations.get().start(exchange.body(StartConversation.class));
        return Answer.json(started.isNew() ? 201 : 200, started.conversation().infoJson());
    }

    private Answer get(Exchange exchange) {
        exchange.query(INCLUDE_SKILLS);
        return Answer.json(200, conversations.get().get(id(exchange)).infoJson());
    }

    private Answer finalResponse(Exchange exchange) {
        return Answer.ok(new FinalResponse(conversations.get().get(id(exchange)).finalResponse()));
    }

    private Answer run(Exchange exchange) {
        conversations.get().get(id(exchange)).run();
        return Answer.ok(Success.YES);
    }

    private static UUID id(Exchange exchange) {
        return exchange.pathId("conversation_id");
    }
}
