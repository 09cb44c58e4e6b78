package agentserver.server;

import com.sun.net.httpserver.Headers;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which web pages may read our answers. Requests are never blocked by it, only not annotated.
///
/// Pages of the machine itself (`localhost`, `127.0.0.1`) always may. Workspace files and the
/// cookie for them have a policy of their own: any page that was loaded over HTTP. Source:
/// contract 01 §6.
public final class Cors {

    private static final Logger LOG = System.getLogger(Cors.class.getName());
    private static final List<String> METHODS =
            List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");
    private static final String WANTED_METHOD = "Access-control-request-method";
    private static final String WANTED_HEADERS = "Access-control-request-headers";

    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1");
    private static final String CONVERSATIONS = "/api/conversations/";
    private static final String WORKSPACE = "/workspace";

    private final Set<String> origins;
    private final Optional<Pattern> regex;
    private final Set<String> hosts;

    /// @param origins    allowed ones, as browsers write them; `*` allows all
    /// @param regex      has to match a whole origin
    /// @param dockerHost one more host name whose pages are allowed
    public Cors(List<String> origins, Optional<Pattern> regex, Optional<String> dockerHost) {
        this.origins = Set.copyOf(origins);
        this.regex = regex;
        hosts = Stream.concat(LOCAL.stream(), dockerHost.map(Cors::hostName).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Allows the machine's own pages only.
    public static Cors local() {
        return new Cors(List.of(), Optional.empty(), Optional.empty());
    }

    /// Whether a browser asks if a page may send a request.
    static boolean isPreflight(Exchange exchange) {
        return exchange.method().equals("OPTIONS")
                && exchange.header("Origin").isPresent()
                && exchange.header(WANTED_METHOD).isPresent();
    }

    /// Answers that, without a key and without looking for a route.
    Answer preflight(Exchange exchange) {
        var origin = exchange.header("Origin").orElseThrow();
        boolean known = METHODS.contains(exchange.header(WANTED_METHOD).orElseThrow());
        boolean allowed = allows(exchange.path(), origin);
        var refused = (allowed ? "" : "origin") + (allowed || known ? "" : ", ")
                + (known ? "" : "method");
        var answer = refused.isEmpty() ? text(200, "OK") : text(400, "Disallowed CORS " + refused);
        if (!allowed) {
            var reason = origin + " is not in allow_cors_origins";
            LOG.log(Level.INFO, "a page was refused: {0}", reason);
            answer = answer.with("X-Cors-Refused", reason).with("Vary", "Origin");
        }
        answer = answer.with("Access-Control-Allow-Methods", String.join(", ", METHODS))
                .with("Access-Control-Max-Age", "600");
        var wanted = exchange.header(WANTED_HEADERS);
        return wanted.isEmpty()
                ? answer
                : answer.with("Access-Control-Allow-Headers", wanted.get());
    }

    /// Says on any answer who may read it.
    void annotate(Exchange exchange, Headers answer) {
        var origin = exchange.header("Origin");
        if (origin.isEmpty()) {
            return;
        }
        answer.set("Access-Control-Allow-Credentials", "true");
        if (allows(exchange.path(), origin.get())) {
            answer.set("Access-Control-Allow-Origin", origin.get());
            answer.set("Vary", "Origin");
        }
    }

    /// Whether a page of `origin` may read what is at `path` (without the root path).
    boolean allows(String path, String origin) {
        if (isWorkspace(path)) {
            return isWeb(origin);
        }
        return hosts.contains(host(origin))
                || origins.contains(origin)
                || origins.contains("*")
                || regex.isPresent() && regex.get().matcher(origin).matches();
    }

    private static boolean isWorkspace(String path) {
        if (path.equals("/api/auth/workspace-session")) {
            return true;
        }
        if (!path.startsWith(CONVERSATIONS)) {
            return false;
        }
        int end = path.indexOf('/', CONVERSATIONS.length());
        if (end <= CONVERSATIONS.length() || !path.startsWith(WORKSPACE, end)) {
            return false;
        }
        int after = end + WORKSPACE.length();
        return path.length() == after || path.charAt(after) == '/';
    }

    private static boolean isWeb(String origin) {
        return origin.startsWith("http://") && origin.length() > "http://".length()
                || origin.startsWith("https://") && origin.length() > "https://".length();
    }

    /// The host of an origin, without port and user; empty when there is none.
    static String host(String origin) {
        int scheme = origin.indexOf("://");
        if (scheme < 0) {
            return "";
        }
        int start = scheme + 3;
        int end = start;
        while (end < origin.length() && "/?#".indexOf(origin.charAt(end)) < 0) {
            end++;
        }
        var authority = origin.substring(start, end);
        return hostName(authority.substring(authority.lastIndexOf('@') + 1));
    }

    /// The host in lower case, without its port and without the brackets of an IPv6 address.
    static String hostName(String hostAndPort) {
        var text = hostAndPort.strip();
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            return text.substring(1, close < 0 ? text.length() : close).toLowerCase(Locale.ROOT);
        }
        int colon = text.indexOf(':');
        boolean port = colon >= 0 && colon == text.lastIndexOf(':');
        return (port ? text.substring(0, colon) : text).toLowerCase(Locale.ROOT);
    }

    private static Answer text(int status, String text) {
        return Answer.bytes(status, "text/plain; charset=utf-8",
                text.getBytes(StandardCharsets.UTF_8));
    }
}
