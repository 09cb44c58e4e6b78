package agentserver.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// A server that answers from a recording, as another run of the reference would: with other ids
/// and times. What a test plants into an answer is what the replay must find.
///
/// A request is known by method and path; where a recording has it twice, the entry expected last
/// answers.
final class RecordedServer implements ServerUnderTest {

    private static final Pattern ID = Pattern.compile(Kind.UUID.recorded + "|" + Kind.HEX.recorded);
    private static final Pattern YEAR = Pattern.compile("2026(?=-\\d\\d-\\d\\dT)");

    private final HttpServer server;
    private final Path work;
    private final Set<String> clientIds = new HashSet<>();
    private final Set<String> ownIds = new HashSet<>();
    private final Map<String, Entry.Call> calls = new ConcurrentHashMap<>();
    private final BiConsumer<String, ObjectNode> planting;

    /// @param planting changes an outcome, given its entry's name, before it is answered
    RecordedServer(Recording recording, Path work, BiConsumer<String, ObjectNode> planting)
            throws IOException {
        this.work = work;
        this.planting = planting;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        for (var entry : recording.entries()) {
            learnOwnIds(entry);
            expect(entry);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /// From now on the request of this entry gets the answer of this entry.
    void expect(Entry entry) {
        if (entry instanceof Entry.Call call) {
            calls.put(call.method() + " " + otherRun(Places.of(this).ours(call.path())), call);
        }
    }

    @Override
    public URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public Path work() {
        return work;
    }

    @Override
    public String key() {
        return "another-key";
    }

    @Override
    public URI model() {
        return URI.create("http://127.0.0.1:1/v1");
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var call = calls.get(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            if (call == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            var outcome = (ObjectNode) Outcomes.comparable(call.outcome());
            planting.accept(call.name(), outcome);
            var places = Places.of(this);
            outcome.path("headers").properties().forEach(header -> exchange.getResponseHeaders()
                    .add(header.getKey(), places.ours(header.getValue().asText())));
            var body = body(outcome.path("body"));
            exchange.sendResponseHeaders(outcome.path("status").asInt(),
                    body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private byte[] body(JsonNode body) throws IOException {
        if (body.isNull()) {
            return new byte[0];
        }
        var text = body.has("__text__") ? body.get("__text__").asText()
                : new ObjectMapper().writeValueAsString(body);
        var prose = text.replaceAll("\\$\\{TEXT len=\\d+}", "prose of our own");
        return otherRun(Places.of(this).ours(prose)).getBytes(StandardCharsets.UTF_8);
    }

    /// Ids that a client named first are the client's, and stay in every run.
    private void learnOwnIds(Entry entry) {
        if (entry instanceof Entry.Call call) {
            ID.matcher(call.path() + call.body()).results().map(id -> canonical(id.group()))
                    .filter(id -> !ownIds.contains(id)).forEach(clientIds::add);
        }
        ID.matcher(entry.outcome().toString()).results().map(id -> canonical(id.group()))
                .filter(id -> !clientIds.contains(id)).forEach(ownIds::add);
    }

    /// Our ids begin with their first digits turned round.
    private String otherRun(String text) {
        var renamed = ID.matcher(text).replaceAll(found -> renamed(found.group()));
        return YEAR.matcher(renamed).replaceAll("2027");
    }

    private String renamed(String id) {
        return ownIds.contains(canonical(id))
                ? new StringBuilder(id.substring(0, 8)).reverse() + id.substring(8) : id;
    }

    private static String canonical(String id) {
        return id.replace("-", "");
    }
}
