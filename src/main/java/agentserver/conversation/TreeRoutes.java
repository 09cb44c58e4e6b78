package agentserver.conversation;

import static agentserver.conversation.ConversationRoutes.INCLUDE_SKILLS;
import static agentserver.conversation.ConversationRoutes.ONE;
import static agentserver.conversation.ConversationRoutes.id;

import agentserver.base.fault.Fault;
import agentserver.conversation.state.ConversationInfo;
import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Exchange;
import agentserver.server.Route;
import agentserver.server.Router;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/// Goes back in a conversation, or on from there in another one. Source: contract 02 §8.
public final class TreeRoutes {

    private final Supplier<ConversationService> conversations;

    /// @param conversations the service, once the server is ready
    public TreeRoutes(Supplier<ConversationService> conversations) {
        this.conversations = conversations;
    }

    public void addTo(Router router) {
        router.add(Route.post(ONE + "/fork", Door.API, this::fork)
                .summary("Copy a conversation, as a whole or up to an event")
                .query(INCLUDE_SKILLS)
                .bodyIfAny(ForkConversation.class)
                .answers(201, ConversationInfo.class)
                .fails(404, 409));
        router.add(Route.post(ONE + "/navigate", Door.API, this::navigate)
                .summary("Go on from another event")
                .query(INCLUDE_SKILLS)
                .body(Navigate.class)
                .answers(200, ConversationInfo.class)
                .fails(404, 409));
    }

    private Answer fork(Exchange exchange) throws IOException {
        boolean skills = exchange.query(INCLUDE_SKILLS);
        var request = exchange.bodyIfAny(ForkConversation.class).orElse(ForkConversation.PLAIN);
        var service = conversations.get();
        var fork = service.fork(id(exchange), request, exchange::atEnd);
        return Answer.json(201, service.info(fork, skills));
    }

    private Answer navigate(Exchange exchange) throws IOException {
        boolean skills = exchange.query(INCLUDE_SKILLS);
        var request = exchange.body(Navigate.class);
        var service = conversations.get();
        var conversation = service.use(id(exchange), exchange::atEnd)
                .orElseThrow(() -> new Fault.NotFound("Conversation not found"));
        conversation.navigate(Optional.ofNullable(request.eventId()));
        return Answer.json(200, service.info(conversation, skills));
    }
}
