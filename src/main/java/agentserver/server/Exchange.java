package agentserver.server;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import agentserver.base.json.Json;
import agentserver.base.param.Param;
import agentserver.base.param.ParamValues;
import agentserver.base.param.Query;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// One request, as handlers see it. Used by one thread.
///
/// Parameters are checked at the first [#query], [#header(Param)] or [#body], all that the route
/// declares at once, so that a client hears of every broken rule in one answer. Nothing of the
/// body is read before a handler asks for it.
public final class Exchange {

    private static final int DROPPED_BYTES = 256;

    private final HttpExchange http;
    private final Json json;
    private final EdgeSettings settings;
    private final Stalls stalls;
    private final String requestId;
    private final String path;
    private Optional<Route> route = Optional.empty();
    private List<String> segments = List.of();
    private Optional<ParamValues> params = Optional.empty();
    private Optional<RequestBody> body = Optional.empty();
    private Optional<byte[]> bytes = Optional.empty();
    private final List<Runnable> endings = new ArrayList<>();

    Exchange(HttpExchange http, Json json, EdgeSettings settings, Stalls stalls) {
        this.http = http;
        this.json = json;
        this.settings = settings;
        this.stalls = stalls;
        requestId = RequestId.of(header(RequestId.HEADER));
        path = withoutRoot(rawPath(http), settings.rootPath());
    }

    public String method() {
        return http.getRequestMethod();
    }

    /// The path, still percent-encoded, without the root path.
    public String path() {
        return path;
    }

    /// The path as the client sent it, root path included.
    public String fullPath() {
        return rawPath(http);
    }

    /// What stands behind the question mark, still encoded; empty for nothing.
    public String rawQuery() {
        var raw = http.getRequestURI().getRawQuery();
        return raw == null ? "" : raw;
    }

    /// Path and query as the client sent them, for the log, which takes secrets out.
    String target() {
        var query = rawQuery();
        return query.isEmpty() ? fullPath() : fullPath() + "?" + query;
    }

    /// The text of a variable of the path, decoded.
    ///
    /// @throws IllegalStateException when the route has no such variable: a mistake of ours
    public String path(String name) {
        int index = route().variables().indexOf(name);
        if (index < 0) {
            throw new IllegalStateException("no {" + name + "} in " + route().path());
        }
        return segments.get(index);
    }

    /// A variable of the path, read by its rule.
    ///
    /// @throws Fault.Invalid when it breaks the rule
    public <T> T path(Param<T> param) {
        return param.read("path", List.of(path(param.name())));
    }

    /// A variable of the path, read as a UUID in any of its forms.
    ///
    /// @throws Fault.Invalid when it is not one
    public UUID pathId(String name) {
        return path(Param.uuid(name).required());
    }

    /// A parameter of the query.
    ///
    /// @throws Fault.Invalid when this or another declared parameter breaks a rule; the body's
    ///         broken rules are listed with them
    public <T> T query(Param<T> param) {
        return checked().value(param);
    }

    /// A typed header.
    ///
    /// @throws Fault.Invalid as for [#query]
    public <T> T header(Param<T> param) {
        return checked().value(param);
    }

    /// The first header of that name, in any case.
    public Optional<String> header(String name) {
        return Optional.ofNullable(http.getRequestHeaders().getFirst(name));
    }

    /// All headers of that name.
    public List<String> headers(String name) {
        var all = http.getRequestHeaders().get(name);
        return all == null ? List.of() : List.copyOf(all);
    }

    /// The JSON body as a record, whose constructor checks it; an array class reads a list.
    ///
    /// @throws Fault.Invalid when it is absent, no JSON, or breaks a rule; the broken rules of
    ///         parameters are listed with its own
    /// @throws Fault.TooLarge when it is longer than the route allows
    /// @throws IOException when the client goes away
    public <T> T body(Class<T> type) throws IOException {
        var violations = new ArrayList<>(params().violations());
        try {
            checkContentType();
            T value = json.read(bodyBytes(), type);
            if (violations.isEmpty()) {
                return value;
            }
        } catch (Fault.Invalid invalid) {
            violations.addAll(invalid.violations());
        }
        throw new Fault.Invalid(violations);
    }

    /// The same for a body that may be absent, or `null`.
    public <T> Optional<T> bodyIfAny(Class<T> type) throws IOException {
        if (!hasBody() || Json.isNull(bodyBytes())) {
            return Optional.empty();
        }
        return Optional.of(body(type));
    }

    /// The whole body.
    ///
    /// @throws Fault.TooLarge when it is longer than the route allows
    public byte[] bodyBytes() throws IOException {
        if (bytes.isEmpty()) {
            bytes = Optional.of(bodyStream().readAllBytes());
        }
        return bytes.get();
    }

    /// The body as it comes in, for uploads: to be read once, and not beside the other ways.
    ///
    /// @throws Fault.TooLarge when it says that it is longer than the route allows; also from the
    ///         stream
    public InputStream bodyStream() {
        if (body.isEmpty()) {
            long limit = route.isPresent() && route.get().bodyLimitBytes().isPresent()
                    ? route.get().bodyLimitBytes().getAsLong()
                    : settings.http().bodyBytes();
            if (contentLength() > limit) {
                throw new Fault.TooLarge(limit);
            }
            Takeover.headDone(http);
            body = Optional.of(new RequestBody(http, stalls, settings.http().bodyIdle(), limit));
        }
        return body.get();
    }

    /// Has something done when the answer is there, whatever it is: what a handler took in use is given
    /// back so. It must not throw.
    public void atEnd(Runnable ending) {
        endings.add(ending);
    }

    void end() {
        endings.forEach(Runnable::run);
        endings.clear();
    }

    /// What this request is called in log lines and in its answer.
    public String requestId() {
        return requestId;
    }

    public InetAddress client() {
        return http.getRemoteAddress().getAddress();
    }

    /// How the client reached the server, as far as a proxy in between says so: `http` or `https`,
    /// whatever else it says.
    public String scheme() {
        var said = header("X-forwarded-proto").map(Exchange::firstOfList).orElse("http");
        return said.equalsIgnoreCase("https") ? "https" : "http";
    }

    /// The first of a comma-separated list, as proxies make them.
    private static String firstOfList(String list) {
        int comma = list.indexOf(',');
        return (comma < 0 ? list : list.substring(0, comma)).strip();
    }

    /// The host under which the client knows the server, in lower case and without a port, as far
    /// as a proxy in between says so; empty when there is none.
    public String host() {
        return header("X-forwarded-host").map(Exchange::firstOfList)
                .or(() -> header("Host"))
                .map(Cors::hostName)
                .orElse("");
    }

    /// The settings that this request began with.
    public EdgeSettings settings() {
        return settings;
    }

    /// A connection that is no longer the HTTP server's.
    ///
    /// @param leftover what the client sent behind the head and was read already
    public record Handover(SocketChannel channel, byte[] leftover) {}

    /// Takes the connection out of the HTTP server: the caller owns it now. Nothing can be answered
    /// afterwards.
    public Handover takeOver() throws IOException {
        var taken = Takeover.take(http);
        return new Handover(taken.channel(), taken.leftover());
    }

    /// Calls `gone`, on a thread of its own, when the client has closed the connection or its side of it;
    /// at the latest when the connection ends. For an answer that goes on for long: what the client
    /// sends from now on is dropped, so the answer must carry `Connection: close`.
    public void whenGone(Runnable gone) {
        var channel = Takeover.channel(http);
        Thread.ofVirtual().name("client-gone").start(() -> {
            var dropped = ByteBuffer.allocate(DROPPED_BYTES);
            try {
                while (channel.read(dropped.clear()) >= 0) {
                    // nothing that it says matters any more
                }
            } catch (IOException _) { // gone, too
            }
            gone.run();
        });
    }

    /// The protocol of the request line, `HTTP/1.1`.
    public String protocol() {
        return http.getProtocol();
    }

    HttpExchange http() {
        return http;
    }

    Optional<Route> matched() {
        return route;
    }

    void matched(Route matched, List<String> values) {
        route = Optional.of(matched);
        segments = values;
    }

    /// Whether the client announced a body.
    public boolean hasBody() {
        return isChunked() || contentLength() > 0;
    }

    /// Whether some of the body is still to come.
    boolean hasUnread() {
        return hasBody() && !body.map(RequestBody::ended).orElse(false);
    }

    boolean isChunked() {
        return http.getRequestHeaders().containsKey("Transfer-encoding");
    }

    long contentLength() {
        return header("Content-length").map(Long::parseLong).orElse(0L);
    }

    private Route route() {
        return route.orElseThrow(() -> new IllegalStateException("no route for " + path));
    }

    private ParamValues params() {
        if (params.isEmpty()) {
            var query = Query.parse(rawQuery());
            params = Optional.of(new ParamValues()
                    .read("query", route().query(), query::all)
                    .read("header", route().headers(), this::headers));
        }
        return params.get();
    }

    private ParamValues checked() {
        if (params().violations().isEmpty()) {
            return params();
        }
        var violations = new ArrayList<>(params().violations());
        violations.addAll(bodyViolations());
        throw new Fault.Invalid(violations);
    }

    private List<Violation> bodyViolations() {
        if (route().body().isEmpty()) {
            return List.of();
        }
        try {
            checkContentType();
            json.read(bodyBytes(), route().body().get());
            return List.of();
        } catch (Fault.Invalid invalid) {
            return invalid.violations();
        } catch (IOException _) { // the parameters are wrong anyway, and that is what is answered
            return List.of();
        }
    }

    private void checkContentType() throws IOException {
        boolean isJson = header("Content-type").filter(Exchange::isJson).isPresent();
        if (isJson || bodyBytes().length == 0) {
            return;
        }
        throw Fault.invalid(Json.notAnObject());
    }

    private static boolean isJson(String contentType) {
        int end = contentType.indexOf(';');
        var type = (end < 0 ? contentType : contentType.substring(0, end)).strip();
        return type.equalsIgnoreCase("application/json")
                || type.regionMatches(true, 0, "application/", 0, 12)
                        && type.regionMatches(true, Math.max(type.length() - 5, 0), "+json", 0, 5);
    }

    private static String rawPath(HttpExchange http) {
        var raw = http.getRequestURI().getRawPath();
        return raw == null || raw.isEmpty() ? "/" : raw;
    }

    static String withoutRoot(String path, String root) {
        if (root.isEmpty() || !path.startsWith(root)) {
            return path;
        }
        if (path.length() == root.length()) {
            return "/";
        }
        return path.charAt(root.length()) == '/' ? path.substring(root.length()) : path;
    }
}
