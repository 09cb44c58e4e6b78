package agentserver.server.socket;

import agentserver.base.param.ParamValues;
import agentserver.base.param.Query;
import agentserver.server.Answer;
import agentserver.server.Exchange;
import agentserver.server.LiveSettings;
import agentserver.server.Router;
import agentserver.server.SocketRequest;
import agentserver.server.SocketUpgrade;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Opens sockets by an embedded Jetty, which is started at the first one.
///
/// Any thread may call it. `lock` guards the start and the end.
public final class JettySockets implements SocketUpgrade {

    private static final int GOING_AWAY = 1012;
    private static final String RETRY_SECONDS = "5";
    private static final Duration GOODBYE = Duration.ofSeconds(2);

    private static final Logger LOG = System.getLogger(JettySockets.class.getName());

    private final ReentrantLock lock = new ReentrantLock();
    private final OpenSockets open = new OpenSockets();
    private Optional<JettyServer> server = Optional.empty();
    private boolean closed;

    /// How many sockets are open, those that have not shown their key and those that are about to open
    /// included.
    public int count() {
        return open.count();
    }

    @Override
    public Answer open(Exchange exchange, Router.SocketMatch match, LiveSettings live)
            throws IOException {
        var improper = Handshake.improper(exchange);
        if (improper.isPresent()) {
            return improper.get();
        }
        var query = Query.parse(exchange.rawQuery());
        var doors = exchange.settings().doors();
        var key = Handshake.key(exchange, query);
        var route = match.route();
        var values = new ParamValues()
                .read("path", route.segments(), match::value)
                .read("query", route.query(), query::all);
        if (key.isPresent() && !doors.isSessionKey(key.get()) || !values.violations().isEmpty()) {
            return Answer.empty(403); // which of them it was is not said: clients know only this
        }
        return open(exchange, new SocketOpening(
                route.handler(),
                new SocketRequest(values, exchange.requestId()),
                key.isPresent() || !doors.asksSessionKey(),
                live));
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            open.closeAll(GOING_AWAY, "Server shutting down", GOODBYE);
            server.ifPresent(JettyServer::close);
            server = Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Answer open(Exchange exchange, SocketOpening opening) throws IOException {
        var jetty = started();
        var limits = exchange.settings().sockets();
        var link = new Link(opening, limits, open);
        if (!open.add(link, limits.sockets())) {
            return Answer.empty(503).with("Retry-After", RETRY_SECONDS);
        }
        var isOpened = false;
        try {
            var taken = exchange.takeOver();
            isOpened = handOff(jetty, exchange, taken, link);
        } finally {
            if (!isOpened) {
                open.remove(link);
            }
        }
        return Answer.handedOver();
    }

    /// What can't be handed over is dropped: there is no exchange any more on which to say so.
    private boolean handOff(
            JettyServer jetty, Exchange exchange, Exchange.Handover taken, Link link)
            throws IOException {
        try {
            jetty.handoff(taken.channel(), head(exchange, taken.leftover()), link);
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "a socket could not be opened", e);
            taken.channel().close();
            return false;
        }
    }

    private JettyServer started() throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException("the server is shutting down");
            }
            if (server.isEmpty()) {
                server = Optional.of(new JettyServer());
                open.watch();
            }
            return server.get();
        } finally {
            lock.unlock();
        }
    }

    /// As little of the head as a handshake needs: a long one, with cookies, would not fit Jetty's buffer.
    private ByteBuffer head(Exchange exchange, byte[] leftover) {
        var text = new StringBuilder("GET / HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
        for (var name : new String[] {"Host", "Origin", "Sec-WebSocket-Key",
                "Sec-WebSocket-Version"}) {
            for (var value : exchange.headers(name)) {
                text.append(name).append(": ").append(value).append("\r\n");
            }
        }
        var offered = exchange.headers("Sec-websocket-extensions");
        DeflateOffer.taken(offered, open.count() - 1).ifPresent(offer ->
                text.append("Sec-WebSocket-Extensions: ").append(offer).append("\r\n"));
        var head = text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(head.length + leftover.length).put(head).put(leftover).flip();
    }
}
