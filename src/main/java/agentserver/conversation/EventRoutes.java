package agentserver.conversation;

import agentserver.base.fault.Fault;
import agentserver.base.json.RawJson;
import agentserver.base.param.Param;
import agentserver.conversation.journal.EventFilter;
import agentserver.conversation.journal.EventOrder;
import agentserver.conversation.journal.EventPage;
import agentserver.conversation.journal.RequestKey;
import agentserver.conversation.state.SendMessage;
import agentserver.event.Event;
import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Exchange;
import agentserver.server.Route;
import agentserver.server.Router;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/// The HTTP face of a conversation's events. Source: contract 03 §3.
public final class EventRoutes {

    private static final String ROOT = "/api/conversations/{conversation_id:uuid}/events";
    private static final Param<Optional<String>> PAGE_ID = Param.text("page_id");
    private static final Param<Integer> LIMIT =
            Param.integer("limit").above(0).atMost(EventPage.MAX_ITEMS).orElse(EventPage.MAX_ITEMS);
    private static final Param<Optional<String>> KIND = Param.text("kind");
    private static final Param<Optional<String>> SOURCE = Param.text("source");
    private static final Param<Optional<String>> BODY = Param.text("body");
    private static final Param<EventOrder> ORDER =
            Param.choice("sort_order", EventOrder.class).orElse(EventOrder.TIMESTAMP);
    private static final Param<Optional<Instant>> FROM = Param.dateTime("timestamp__gte");
    private static final Param<Optional<Instant>> UNTIL = Param.dateTime("timestamp__lt");

    private final Supplier<ConversationService> conversations;

    /// @param conversations the service, once the server is ready
    public EventRoutes(Supplier<ConversationService> conversations) {
        this.conversations = conversations;
    }

    public void addTo(Router router) {
        router.add(Route.get(ROOT + "/search", Door.API, this::search)
                .summary("Page through the events of a conversation")
                .query(PAGE_ID, LIMIT, KIND, SOURCE, BODY, ORDER, FROM, UNTIL)
                .answers(200, EventPage.class)
                .fails(404));
        router.add(Route.get(ROOT + "/count", Door.API, this::count)
                .summary("Count the events of a conversation")
                .query(KIND, SOURCE, BODY, FROM, UNTIL)
                .answers(200, Integer.class)
                .fails(404));
        router.add(Route.get(ROOT + "/{event_id}", Door.API, this::get)
                .summary("Show an event")
                .answers(200, Event.class)
                .fails(404));
        router.add(Route.get(ROOT, Door.API, this::list)
                .summary("Show several events, null for those that are unknown")
                .body(String[].class)
                .answers(200, Event[].class)
                .fails(404));
        router.add(Route.post(ROOT + "/respond_to_confirmation", Door.API, this::respond)
                .summary("Allow the actions that wait, or say no to them")
                .body(ConfirmationResponse.class)
                .answers(200, Success.class)
                .fails(404, 409));
        router.add(Route.post(ROOT, Door.API, this::send)
                .summary("Send a message to the agent")
                .headers(ConversationRoutes.IDEMPOTENCY_KEY)
                .body(SendMessage.class)
                .answers(200, Success.class)
                .fails(404, 409, 429));
    }

    private Answer search(Exchange exchange) {
        var page = toRead(exchange).search(
                filter(exchange), exchange.query(ORDER), exchange.query(PAGE_ID),
                exchange.query(LIMIT));
        return Answer.json(200, page.json());
    }

    private Answer count(Exchange exchange) {
        return Answer.ok(toRead(exchange).count(filter(exchange)));
    }

    private Answer get(Exchange exchange) {
        return toRead(exchange).event(exchange.path("event_id"))
                .map(event -> Answer.json(200, event))
                .orElseThrow(() -> new Fault.NotFound("Not Found"));
    }

    private Answer list(Exchange exchange) throws IOException {
        var conversation = toRead(exchange);
        var ids = Arrays.stream(exchange.body(String[].class));
        return Answer.json(200, RawJson.array(
                ids.map(id -> id == null ? Optional.<byte[]>empty() : conversation.event(id))
                        .toList()));
    }

    private Answer respond(Exchange exchange) throws IOException {
        var response = exchange.body(ConfirmationResponse.class);
        conversation(exchange).respond(response);
        return Answer.ok(Success.YES);
    }

    private Answer send(Exchange exchange) throws IOException {
        var conversation = conversation(exchange);
        var message = exchange.body(SendMessage.class);
        var key = RequestKey.of(
                exchange.header(RequestKey.HEADER), "event", exchange.bodyBytes());
        conversation.send(message.message(), message.run(), key);
        return Answer.ok(Success.YES);
    }

    private EventFilter filter(Exchange exchange) {
        return new EventFilter(
                exchange.query(KIND), exchange.query(SOURCE), exchange.query(BODY),
                exchange.query(FROM).map(conversations.get()::eventTime),
                exchange.query(UNTIL).map(conversations.get()::eventTime));
    }

    private Conversation conversation(Exchange exchange) {
        return conversations.get().forEvents(
                exchange.pathId("conversation_id"), exchange::atEnd);
    }

    private Conversation toRead(Exchange exchange) {
        return conversations.get().toRead(
                exchange.pathId("conversation_id"), exchange::atEnd);
    }
}
