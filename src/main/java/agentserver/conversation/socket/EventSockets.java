package agentserver.conversation.socket;

import agentserver.base.fault.Fault;
import agentserver.base.json.Json;
import agentserver.base.param.Param;
import agentserver.conversation.Conversation;
import agentserver.conversation.ConversationService;
import agentserver.conversation.journal.Resend;
import agentserver.server.Router;
import agentserver.server.Socket;
import agentserver.server.SocketRequest;
import agentserver.server.SocketSession;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// Opens the sockets at `/sockets/events/{conversation_id}`. Source: contract 03 §6.
public final class EventSockets {

    private static final Logger LOG = System.getLogger(EventSockets.class.getName());

    private static final Param<UUID> CONVERSATION = Param.uuid("conversation_id").required();
    private static final Param<Optional<ResendMode>> MODE =
            Param.literal("resend_mode", ResendMode.class);
    private static final Param<Optional<Instant>> AFTER = Param.dateTime("after_timestamp");
    private static final Param<Boolean> RESEND_ALL = Param.bool("resend_all").orElse(false);
    private static final Param<Optional<Long>> AFTER_SEQUENCE =
            Param.whole("after").atLeast(0);
    private static final Param<Boolean> NUMBERED = Param.bool("seq").orElse(false);

    /// The session of a socket that was closed before it began.
    private static final SocketSession CLOSED = new SocketSession() {
        @Override
        public void text(String message) {}

        @Override
        public void closed(int code, String reason) {}
    };

    private final Supplier<ConversationService> conversations;
    private final Json json;

    /// @param conversations the service, once the server is ready
    public EventSockets(Supplier<ConversationService> conversations, Json json) {
        this.conversations = conversations;
        this.json = json;
    }

    public void addTo(Router router) {
        router.socket(
                "/sockets/events/{conversation_id}",
                List.of(CONVERSATION, MODE, AFTER, RESEND_ALL, AFTER_SEQUENCE, NUMBERED),
                this::open);
    }

    private SocketSession open(Socket socket, SocketRequest request) {
        try {
            return conversations.get()
                    .with(request.value(CONVERSATION), found -> watch(found, socket, request))
                    .orElseGet(() -> refuse(socket, Farewell.NOT_FOUND));
        } catch (Fault.Busy _) {
            return refuse(socket, Farewell.TOO_MANY);
        } catch (Fault.Awaiting _) {
            return refuse(socket, Farewell.AWAITING);
        } catch (Fault.Locked | Fault.Conflict _) { // another server works on it
            return refuse(socket, Farewell.NOT_FOUND);
        } catch (Fault.Refused | Fault.NotReady _) { // this server, or the conversation, is closing
            return refuse(socket, Farewell.SHUTDOWN);
        }
    }

    private SocketSession watch(Conversation conversation, Socket socket, SocketRequest request) {
        var session = new EventSession(
                conversations.get(), conversation, socket, json, request.value(NUMBERED));
        session.watching(conversation.watch(resend(request), session));
        return session;
    }

    private static SocketSession refuse(Socket socket, Farewell farewell) {
        socket.close(farewell.code(), farewell.reason());
        return CLOSED;
    }

    private Resend resend(SocketRequest request) {
        var mode = request.value(MODE);
        if (mode.isEmpty()) {
            return request.value(RESEND_ALL) ? new Resend.All() : new Resend.Nothing();
        }
        return switch (mode.get()) {
            case ALL -> new Resend.All();
            case SINCE -> since(request);
            case SEQ -> request.value(AFTER_SEQUENCE)
                    .<Resend>map(sequence -> new Resend.After(sequence))
                    .orElseGet(() -> incomplete("resend_mode=seq without after"));
        };
    }

    private Resend since(SocketRequest request) {
        var after = request.value(AFTER);
        if (after.isEmpty()) {
            return incomplete("resend_mode=since without after_timestamp");
        }
        return new Resend.Since(conversations.get().eventTime(after.get()));
    }

    private static Resend incomplete(String what) {
        LOG.log(Level.WARNING, what + ": nothing is resent");
        return new Resend.Nothing();
    }
}
