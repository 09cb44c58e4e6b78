package agentserver.conversation;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import agentserver.base.json.RawJson;
import agentserver.base.param.Param;
import agentserver.conversation.catalogue.ListOrder;
import agentserver.conversation.journal.RequestKey;
import agentserver.conversation.state.ConversationInfo;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.conversation.state.StartConversation;
import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Exchange;
import agentserver.server.Route;
import agentserver.server.Router;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// The HTTP face of conversations: opened, listed, shown, described, deleted. What they do is asked for at
/// [ControlRoutes], [TreeRoutes] and [EventRoutes]. Source: contract 02 §1 to §5.
public final class ConversationRoutes {

    static final String ROOT = "/api/conversations";
    static final String ONE = ROOT + "/{conversation_id:uuid}";
    static final Param<Boolean> INCLUDE_SKILLS = Param.bool("include_skills").orElse(false);

    static final Param<Optional<String>> IDEMPOTENCY_KEY = Param.text(RequestKey.HEADER);

    private static final int MAX_IDS = 99;
    private static final Param<List<UUID>> IDS = Param.uuid("ids").requiredList();
    private static final Param<Optional<String>> PAGE_ID = Param.text("page_id");
    private static final Param<Integer> LIMIT = Param.integer("limit")
            .above(0).atMost(ConversationPage.MAX_ITEMS).orElse(ConversationPage.MAX_ITEMS);
    private static final Param<Optional<ExecutionStatus>> STATUS =
            Param.choice("status", ExecutionStatus.class);
    private static final Param<ListOrder> ORDER =
            Param.choice("sort_order", ListOrder.class).orElse(ListOrder.CREATED_AT_DESC);

    private final Supplier<ConversationService> conversations;

    /// @param conversations the service, once the server is ready
    public ConversationRoutes(Supplier<ConversationService> conversations) {
        this.conversations = conversations;
    }

    public void addTo(Router router) {
        addLists(router);
        router.add(Route.post(ROOT, Door.API, this::start)
                .summary("Open a conversation, or find the one with the id that is asked for")
                .query(INCLUDE_SKILLS)
                .headers(IDEMPOTENCY_KEY)
                .body(StartConversation.class)
                .answers(201, ConversationInfo.class)
                .answers(200, ConversationInfo.class)
                .fails(409, 429));
        router.add(Route.get(ONE, Door.API, this::get)
                .summary("Show a conversation")
                .query(INCLUDE_SKILLS)
                .answers(200, ConversationInfo.class)
                .fails(404));
        router.add(Route.patch(ONE, Door.API, this::update)
                .summary("Give a conversation a title or tags")
                .body(UpdateConversation.class)
                .answers(200, Success.class)
                .fails(409));
        router.add(Route.delete(ONE, Door.API, this::delete)
                .summary("Delete a conversation; its workspace stays")
                .answers(200, Success.class)
                .fails(400, 409));
        router.add(Route.get(ONE + "/agent_final_response", Door.API, this::finalResponse)
                .summary("Show what the agent said last")
                .answers(200, FinalResponse.class)
                .fails(404));
        router.add(Route.post(ROOT + "/prepare-for-sandbox-pause", Door.API, this::putAway)
                .summary("Put all conversations away, before the machine is paused")
                .hidden()
                .answers(204, Void.class));
    }

    private void addLists(Router router) {
        router.add(Route.get(ROOT + "/search", Door.API, this::search)
                .summary("Page through the conversations")
                .query(PAGE_ID, LIMIT, STATUS, ORDER, INCLUDE_SKILLS)
                .answers(200, ConversationPage.class));
        router.add(Route.get(ROOT + "/count", Door.API, this::count)
                .summary("Count the conversations")
                .query(STATUS)
                .answers(200, Integer.class));
        router.add(Route.get(ROOT, Door.API, this::list)
                .summary("Show several conversations, null for those that are unknown")
                .query(IDS, INCLUDE_SKILLS)
                .answers(200, ConversationInfo[].class));
    }

    private Answer search(Exchange exchange) {
        return Answer.json(200, conversations.get().listing().search(
                exchange.query(ORDER), exchange.query(STATUS), exchange.query(PAGE_ID),
                exchange.query(LIMIT), exchange.query(INCLUDE_SKILLS)));
    }

    private Answer count(Exchange exchange) {
        return Answer.ok(conversations.get().listing().count(exchange.query(STATUS)));
    }

    private Answer list(Exchange exchange) {
        var ids = exchange.query(IDS);
        boolean skills = exchange.query(INCLUDE_SKILLS);
        if (ids.size() > MAX_IDS) {
            throw Fault.invalid(Violation.of(
                    "too_long", List.of("query", "ids"), "at most " + MAX_IDS + " ids"));
        }
        var service = conversations.get();
        return Answer.json(200, RawJson.array(
                ids.stream().map(id -> service.listing().info(id, skills)).toList()));
    }

    private Answer start(Exchange exchange) throws IOException {
        boolean skills = exchange.query(INCLUDE_SKILLS);
        var service = conversations.get();
        var request = exchange.body(StartConversation.class);
        var key = RequestKey.of(
                exchange.header(RequestKey.HEADER), "conversation", exchange.bodyBytes());
        var started = service.start(request, key, exchange::atEnd);
        var answer = key.flatMap(started.conversation()::answered)
                .map(first -> Answer.json(first.status(), first.body()))
                .orElseGet(() -> Answer.json(
                        started.isNew() ? 201 : 200,
                        service.info(started.conversation(), skills)));
        if (started.hasToRun()) {
            started.conversation().resume();
        }
        return answer;
    }

    private Answer get(Exchange exchange) {
        return conversations.get().listing().info(id(exchange), exchange.query(INCLUDE_SKILLS))
                .map(info -> Answer.json(200, info))
                .orElseThrow(() -> new Fault.NotFound("Not Found"));
    }

    private Answer update(Exchange exchange) throws IOException {
        var update = exchange.body(UpdateConversation.class);
        var service = conversations.get();
        var conversation = service.use(id(exchange), exchange::atEnd);
        conversation.ifPresent(found -> {
            found.update(update);
            service.tell(found);
        });
        return Answer.ok(new Success(conversation.isPresent()));
    }

    private Answer delete(Exchange exchange) {
        conversations.get().delete(id(exchange));
        return Answer.ok(Success.YES);
    }

    private Answer finalResponse(Exchange exchange) {
        var conversation = conversations.get().get(id(exchange), exchange::atEnd);
        return Answer.ok(new FinalResponse(conversation.finalResponse()));
    }

    private Answer putAway(Exchange exchange) {
        conversations.get().putAway();
        return Answer.empty();
    }

    static UUID id(Exchange exchange) {
        return exchange.pathId("conversation_id");
    }
}
