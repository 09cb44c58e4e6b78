package agentserver.conversation.socket;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import agentserver.base.json.Json;
import agentserver.conversation.Conversation;
import agentserver.conversation.ConversationService;
import agentserver.conversation.journal.Frame;
import agentserver.conversation.journal.Watch;
import agentserver.conversation.journal.WatchEnd;
import agentserver.event.Event;
import agentserver.event.ServerErrorEvent;
import agentserver.llm.Content;
import agentserver.llm.Message;
import agentserver.server.Socket;
import agentserver.server.SocketSession;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// One socket: what happens goes out, what the client says goes in. A message that can't be taken is
/// answered to this client alone, and the socket stays open. What the client says waits until it has
/// been sent the state, and what it missed. Source: contract 03 §6.3 to §6.6.
final class EventSession implements SocketSession, Watch.Outlet {

    private static final Duration REPLAY = Duration.ofSeconds(60);
    private static final Logger LOG = System.getLogger(EventSession.class.getName());

    private final ConversationService conversations;
    private final Conversation conversation; // the one that is watched
    private final Socket socket;
    private final Json json;
    private final boolean numbered;
    private final CountDownLatch listening = new CountDownLatch(1);
    private volatile Watch watch;

    /// @param numbered whether frames carry their sequence: clients that forbid members they do not know
    ///                 never ask for that
    EventSession(ConversationService conversations, Conversation conversation, Socket socket,
            Json json, boolean numbered) {
        this.conversations = conversations;
        this.conversation = conversation;
        this.socket = socket;
        this.json = json;
        this.numbered = numbered;
    }

    void watching(Watch started) {
        watch = started;
    }

    @Override
    public void send(Frame frame) throws IOException {
        socket.send(numbered ? frame.numbered() : frame.json());
    }

    @Override
    public void caughtUp() {
        listening.countDown();
    }

    @Override
    public void ended(WatchEnd end, long lastSequence) {
        listening.countDown();
        var farewell = Farewell.of(end, lastSequence);
        socket.close(farewell.code(), farewell.reason());
    }

    @Override
    public void text(String text) throws IOException {
        awaitListening();
        try {
            var said = json.read(text.getBytes(StandardCharsets.UTF_8), ClientMessage.class);
            send(message(said));
        } catch (Fault.Invalid e) {
            complain(isSyntax(e) ? "JSONDecodeError" : "ValidationError", detail(e));
        } catch (Fault e) {
            complain("ValueError", e.getMessage());
        } catch (RuntimeException e) { // the border: the message is lost, the socket is not
            LOG.log(Level.ERROR, "a message to " + conversation.id() + " was not taken", e);
            complain(e.getClass().getSimpleName(), "the message could not be taken");
        }
    }

    /// To the conversation as it is in memory now, which need not be the one that was: the last words
    /// of a socket may come when that was put away.
    private void send(Message message) {
        conversations.with(conversation.id(), now -> {
            now.send(message, true);
            return now;
        }).orElseThrow(() -> new Fault.NotFound("the conversation was deleted"));
    }

    private static boolean isSyntax(Fault.Invalid invalid) {
        return invalid.violations().getFirst().type().equals("json_invalid");
    }

    /// The first mistake, after the name of the member that it is in.
    private static String detail(Fault.Invalid invalid) {
        var first = invalid.violations().getFirst();
        var member = first.loc().stream().skip(1).map(Object::toString)
                .collect(Collectors.joining("."));
        return member.isEmpty() || isSyntax(invalid) ? first.msg() : member + ": " + first.msg();
    }

    @Override
    public void binary() throws IOException {
        awaitListening();
        complain("KeyError", "only text messages are read here");
    }

    /// A client that takes longer to read what it missed is listened to before.
    private void awaitListening() throws IOException {
        try {
            var _ = listening.await(REPLAY.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the socket is ending");
        }
    }

    private Message message(ClientMessage said) {
        var content = said.content();
        if (content == null || content.isNull()) {
            return Message.of(said.role(), List.of());
        }
        if (content.isTextual()) {
            return Message.text(said.role(), content.textValue());
        }
        return Message.of(said.role(), parts(content));
    }

    private List<Content> parts(JsonNode content) {
        try {
            return List.of(json.strict().treeToValue(content, Content[].class));
        } catch (JsonProcessingException _) { // what was rejected is not repeated
            throw Fault.invalid(Violation.of(
                    "list_type", List.of("body", "content"), "Input should be a text or a list of parts"));
        }
    }

    private void complain(String code, String detail) throws IOException {
        var event = ServerErrorEvent.of(code, detail).stamped(conversation.time(), null);
        socket.send(json.compact().writerFor(Event.class).writeValueAsBytes(event));
    }

    @Override
    public void closed(int code, String reason) {
        var started = watch;
        if (started != null) {
            started.close();
        }
    }
}
