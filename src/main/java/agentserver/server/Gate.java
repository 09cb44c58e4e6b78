package agentserver.server;

import agentserver.base.fault.Fault;
import agentserver.base.json.Json;
import agentserver.base.log.Access;
import agentserver.base.log.LogScope;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.function.Consumer;

/// The one way in: every request passes these steps in this order, and every answer leaves here.
///
/// Request id, the head's own rules, CORS, the route, the key for its door, readiness, the
/// handler, any failure, the answer, the metric, the log line. Source: style.md §3, contract 01
/// §3.
public final class Gate implements HttpHandler, AutoCloseable {

    private static final String CONVERSATION = "conversation_id";

    private final Router router;
    private final Json json;
    private final LiveSettings live;
    private final RequestMetrics metrics;
    private final SocketUpgrade upgrade;
    private final Consumer<Access> log;
    private final Stalls stalls = new Stalls();

    /// @param router  filled already; what is added later may be missed by requests under way
    /// @param upgrade opens sockets; it is not closed here
    /// @param log     hears of each answer, on the thread of its request
    public Gate(Router router, Json json, LiveSettings live, RequestMetrics metrics,
            SocketUpgrade upgrade, Consumer<Access> log) {
        this.router = router;
        this.json = json;
        this.live = live;
        this.metrics = metrics;
        this.upgrade = upgrade;
        this.log = log;
    }

    @Override
    public void handle(HttpExchange http) {
        long start = System.nanoTime();
        var exchange = new Exchange(http, json, live.current(), stalls);
        ScopedValue.where(LogScope.REQUEST_ID, exchange.requestId())
                .run(() -> answer(exchange, start));
    }

    private void answer(Exchange exchange, long start) {
        var answer = pass(exchange);
        new Reply(exchange, stalls).send(answer);
        long nanos = System.nanoTime() - start;
        metrics.answered(exchange.method(),
                exchange.matched().map(Route::path).orElse("unmatched"), answer.status(), nanos);
        var request = new Access.Request(
                exchange.method(), exchange.target(), exchange.http().getProtocol());
        log.accept(new Access(
                exchange.client().getHostAddress(), request, answer.status(), nanos / 1_000,
                new Access.Scope(exchange.requestId(), conversation(exchange))));
    }

    /// For the log line alone: the one thing of a feature whose name the edge knows.
    private static String conversation(Exchange exchange) {
        return exchange.matched()
                .filter(route -> route.variables().contains(CONVERSATION))
                .map(_ -> exchange.path(CONVERSATION))
                .orElse("");
    }

    /// Ends the watch over slow clients. Requests under way lose their limits.
    @Override
    public void close() {
        stalls.close();
    }

    private Answer pass(Exchange exchange) {
        try {
            var broken = HeadRules.broken(exchange.http(), exchange.settings().http());
            if (broken.isPresent()) {
                return encoded(broken.get());
            }
            if (Cors.isPreflight(exchange)) {
                return exchange.settings().cors().preflight(exchange);
            }
            if (exchange.header("Upgrade").filter("websocket"::equalsIgnoreCase).isPresent()) {
                return encoded(open(exchange));
            }
            var match = router.match(exchange.method(), exchange.path());
            return encoded(match instanceof Router.Found found
                    ? serve(exchange, found)
                    : missed(exchange, match));
        } catch (Throwable thrown) { // the border: nothing may leave without an answer
            return encoded(Problem.of(thrown, exchange.settings().showTraces()));
        } finally {
            exchange.end();
        }
    }

    private static Answer missed(Exchange exchange, Router.Match match) {
        return switch (match) {
            case Router.WrongMethod wrong -> Answer.detail(405, "Method Not Allowed")
                    .with("Allow", String.join(", ", wrong.allowed()));
            case Router.OtherSlash other -> Answer.redirect(307, absolute(exchange, other));
            case Router.Unknown _ -> Answer.detail(404, "Not Found");
            case Router.Found found -> throw new IllegalStateException(found.route().path());
        };
    }

    /// Sockets have a table of their own, and no door that shows whether a path exists.
    private Answer open(Exchange exchange) throws IOException {
        var match = router.matchSocket(exchange.path());
        if (match.isEmpty()) {
            return Answer.empty(403);
        }
        exchange.settings().readiness().check(Door.API);
        return upgrade.open(exchange, match.get(), live);
    }

    private Answer serve(Exchange exchange, Router.Found found) throws Exception {
        var route = found.route();
        exchange.matched(route, found.values());
        if (!exchange.settings().doors().admits(route.door(), exchange)) {
            throw new Fault.Denied();
        }
        if (route.door().waits()) {
            exchange.settings().readiness().check(route.door());
        }
        return route.handler().handle(exchange);
    }

    /// Encodes before anything is sent, so that a value that can't be written becomes a proper 500.
    private Answer encoded(Answer answer) {
        if (!(answer.body() instanceof Answer.Json(Object value))) {
            return answer;
        }
        try {
            var bytes = json.strict().writeValueAsBytes(value);
            return new Answer(answer.status(),
                    new Answer.Bytes("application/json", bytes), answer.headers());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer that can't be encoded", e);
        }
    }

    private static String absolute(Exchange exchange, Router.OtherSlash other) {
        var root = exchange.fullPath().length() > exchange.path().length()
                ? exchange.settings().rootPath()
                : "";
        var host = exchange.header("Host").orElse("localhost");
        var query = exchange.rawQuery();
        return exchange.scheme() + "://" + host + root + other.path()
                + (query.isEmpty() ? "" : "?" + query);
    }
}
