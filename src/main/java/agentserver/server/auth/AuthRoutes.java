package agentserver.server.auth;

import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Exchange;
import agentserver.server.Route;
import agentserver.server.Router;
import java.util.Set;

/// The cookie with which a browser shows workspace files, where it can't send a header: images, frames.
/// Source: contract 01 §3.1.
public final class AuthRoutes {

    private static final String PATH = "/api/auth/workspace-session";
    private static final long TEN_YEARS_SECONDS = 315_360_000;
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1");

    public void addTo(Router router) {
        router.add(Route.post(PATH, Door.API, this::open)
                        .summary("Keeps the session key in a cookie, for workspace files.")
                        .answers(204, Void.class))
                .add(Route.delete(PATH, Door.API, this::close)
                        .summary("Takes the cookie for workspace files back.")
                        .answers(204, Void.class));
    }

    private Answer open(Exchange exchange) {
        var key = exchange.settings().doors().asksSessionKey()
                ? exchange.header(Keys.SESSION_HEADER).orElse("")
                : "";
        return Answer.empty().with("Set-Cookie", cookie(Cookies.quoted(key), TEN_YEARS_SECONDS, exchange));
    }

    private Answer close(Exchange exchange) {
        return Answer.empty().with("Set-Cookie", cookie(Cookies.quoted(""), 0, exchange));
    }

    private static String cookie(String value, long seconds, Exchange exchange) {
        return Keys.COOKIE + "=" + value + "; HttpOnly; Max-Age=" + seconds
                + "; Path=/api/conversations; SameSite=none"
                + (isTrusted(exchange) ? "; Secure; Partitioned" : "");
    }

    /// Whether a browser would take a cookie that is marked as secure.
    private static boolean isTrusted(Exchange exchange) {
        return exchange.scheme().equalsIgnoreCase("https") || LOCAL.contains(exchange.host());
    }
}
