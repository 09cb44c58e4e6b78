package agentserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import agentserver.server.auth.AuthRoutes;
import agentserver.server.status.Activity;
import agentserver.server.status.Build;
import agentserver.server.status.StatusRoutes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Recorded exchanges of the reference server, as far as they are the edge's own. Routes of
/// features are stood in for by routes that answer what was recorded.
class GoldenEdgeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> VARYING = Set.of("server", "content-length", "location");

    /// Recorded answers that differ on purpose: by the contract's own list of what to do better, a
    /// malformed body without the key is 401; `Allow` names all methods of a path.
    private static final Map<String, Integer> OTHER_STATUS = Map.of("no_key_unparsable_body", 401);
    private static final Map<String, String> OTHER_ALLOW =
            Map.of("options_without_origin", "GET, POST");

    /// Answers of features.
    private static final Set<String> FEATURES = Set.of(
            "tools", "vscode_url", "vscode_status", "desktop_url",
            "init_when_not_deferred_get", "init_when_not_deferred_post",
            "init_when_not_deferred_post_init_key", "openai_chat_unknown_model");

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.with(RunningServer.settings("golden-key"), GoldenEdgeTest::addTo);
    }

    private static void addTo(Router router) {
        new AuthRoutes().addTo(router);
        new StatusRoutes(new Build("0.1.0", "unknown", "unknown", Optional.empty()),
                new Activity(), () -> List.of("terminal"), () -> true, Optional.empty())
                .addTo(router);
        router.add(Route.get("/api/conversations/count", Door.API, _ -> Answer.ok(0)))
                .add(Route.get("/api/conversations", Door.API, _ -> Answer.ok(List.of())))
                .add(Route.post("/api/conversations", Door.API, exchange ->
                        Answer.ok(exchange.body(Map.class))))
                .add(Route.get("/api/tools/", Door.API, _ -> Answer.ok(List.of())))
                .add(Route.get("/api/bash/bash_events/", Door.API, _ -> Answer.ok(List.of())))
                .add(Route.get("/v1/models", Door.OPENAI, _ -> Answer.ok(
                        JSON.createObjectNode().put("object", "list").set("data",
                                JSON.createArrayNode()))));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private record Seen(int status, Map<String, String> headers, String body) {}

    static Stream<JsonNode> entries() throws IOException {
        return Stream.concat(entries("01_server.json"), entries("02_auth_cors.json"))
                .filter(entry -> !FEATURES.contains(entry.get("name").asText()));
    }

    private static Stream<JsonNode> entries(String file) throws IOException {
        try (var in = GoldenEdgeTest.class.getResourceAsStream("/golden/" + file)) {
            return StreamSupport.stream(JSON.readTree(in).spliterator(), false);
        }
    }

    @ParameterizedTest
    @MethodSource("entries")
    void recordedExchangeIsRepeated(JsonNode entry) throws Exception {
        var name = entry.get("name").asText();
        var expected = entry.get("response");
        var seen = send(entry.get("request"));

        assertEquals(OTHER_STATUS.getOrDefault(name, expected.get("status").asInt()),
                seen.status());
        if (OTHER_STATUS.containsKey(name)) {
            return;
        }
        assertEquals(headers(name, expected), shown(seen.headers()), name);
        assertBody(expected.get("body"), seen.body());
    }

    private static Map<String, String> headers(String name, JsonNode response) {
        var headers = new TreeMap<String, String>();
        response.get("headers").properties().forEach(header ->
                headers.put(header.getKey(), header.getValue().asText()));
        headers.computeIfPresent("allow", (_, allow) -> OTHER_ALLOW.getOrDefault(name, allow));
        return shown(headers);
    }

    private static Map<String, String> shown(Map<String, String> headers) {
        var shown = new TreeMap<>(headers);
        shown.keySet().removeAll(VARYING);
        shown.keySet().removeAll(Set.of("date", "x-request-id", "x-cors-refused", "connection"));
        return shown;
    }

    private static void assertBody(JsonNode expected, String body) throws IOException {
        if (expected.isNull()) {
            assertEquals("", body);
        } else if (expected.has("__text__")) {
            assertEquals(expected.get("__text__").asText(), body);
        } else if (expected.has("uptime")) {
            assertEquals(serverInfo(expected), serverInfo(JSON.readTree(body)));
        } else {
            assertEquals(expected, JSON.readTree(body));
        }
    }

    private static JsonNode serverInfo(JsonNode info) {
        return ((ObjectNode) info.deepCopy()).without(List.of("uptime", "idle_time",
                "python_version", "usable_tools", "implementation", "implementation_version",
                "tool_isolation"));
    }

    private static Seen send(JsonNode request) {
        var body = request.get("body");
        var text = body.isNull() ? "" : body.path("__raw__").asText(body.toString());
        var head = new StringBuilder(request.get("method").asText() + " "
                + request.get("path").asText() + " HTTP/1.1\r\nHost: 127.0.0.1:18000\r\n"
                + "Connection: close\r\nContent-Length: " + text.length() + "\r\n");
        request.get("headers").properties().forEach(header -> head.append(header.getKey())
                .append(": ").append(header.getValue().asText()).append("\r\n"));
        var answer = server.rawToEnd(head + "\r\n" + text);
        int end = answer.indexOf("\r\n\r\n");
        var headers = new TreeMap<String, String>();
        answer.substring(0, end).lines().skip(1).forEach(line -> headers.put(
                line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                line.substring(line.indexOf(':') + 1).strip()));
        return new Seen(Integer.parseInt(answer.substring(9, 12)), headers,
                answer.substring(end + 4));
    }
}
