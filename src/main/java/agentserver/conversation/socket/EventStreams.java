package agentserver.conversation.socket;

import agentserver.base.fault.Fault;
import agentserver.base.param.Param;
import agentserver.conversation.Conversation;
import agentserver.conversation.ConversationService;
import agentserver.conversation.journal.Resend;
import agentserver.conversation.journal.Watch;
import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Exchange;
import agentserver.server.Route;
import agentserver.server.Router;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// A conversation's events over plain HTTP, for `curl -N` and `EventSource`: what a socket shows, in the
/// same order, to whoever only wants to listen.
///
/// A stream may take as long as it likes, but not each write: a client that takes nothing is dropped
/// after the time that answers have, or when too much waits for it. Closed before the listener, it ends
/// each stream with a last event that says so.
public final class EventStreams implements AutoCloseable {

    private static final Param<Optional<Long>> AFTER = Param.whole("after").atLeast(0);
    private static final Param<Optional<Long>> LAST_EVENT_ID =
            Param.whole("Last-Event-ID").atLeast(0);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final Supplier<ConversationService> conversations;
    private final Duration heartbeat;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param conversations the service, once the server is ready
    public EventStreams(Supplier<ConversationService> conversations) {
        this(conversations, EventStream.HEARTBEAT);
    }

    EventStreams(Supplier<ConversationService> conversations, Duration heartbeat) {
        this.conversations = conversations;
        this.heartbeat = heartbeat;
    }

    public void addTo(Router router) {
        router.add(Route.get(
                "/api/conversations/{conversation_id:uuid}/events/stream", Door.API, this::stream)
                .summary("Listen to the events of a conversation")
                .query(AFTER)
                .headers(LAST_EVENT_ID)
                .answers(200, "text/event-stream")
                .fails(404)
                .fails(429));
    }

    private Answer stream(Exchange exchange) {
        var id = exchange.pathId("conversation_id");
        var after = exchange.header(LAST_EVENT_ID).or(() -> exchange.query(AFTER));
        var resend = after.<Resend>map(sequence -> new Resend.After(sequence))
                .orElseGet(Resend.Nothing::new);
        return conversations.get().with(id, found -> watch(exchange, found, resend))
                .orElseThrow(() -> new Fault.NotFound("Conversation not found: " + id));
    }

    private Answer watch(Exchange exchange, Conversation conversation, Resend resend) {
        var stream = new EventStream(heartbeat);
        open.add(stream);
        var watch = start(conversation, resend, stream);
        exchange.whenGone(() -> { // the one place where a stream is put away: every connection ends
            stream.drop();
            watch.close();
            open.remove(stream);
        });
        return Answer.stream("text/event-stream", stream::run)
                .with("Cache-Control", "no-store")
                .with("X-Accel-Buffering", "no") // a proxy is not to collect events
                .with("Connection", "close");
    }

    private Watch start(Conversation conversation, Resend resend, EventStream stream) {
        try {
            if (closed) { // looked at after the stream was added, so `close` misses none
                throw new Fault.NotReady("the server is shutting down", RETRY);
            }
            return conversation.watch(resend, stream);
        } catch (RuntimeException e) {
            open.remove(stream);
            throw e;
        }
    }

    /// How many streams are open.
    public int count() {
        return open.size();
    }

    /// Ends all streams, side by side, and takes no more.
    @Override
    public void close() {
        closed = true;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            open.forEach(stream -> threads.execute(() -> stream.end(Farewell.SHUTDOWN)));
        }
    }
}
