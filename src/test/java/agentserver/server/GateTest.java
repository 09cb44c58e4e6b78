package agentserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import agentserver.base.param.Param;
import agentserver.base.log.LogScope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a request meets on its way through the gate, and how failures look on the wire.
class GateTest {

    enum Sort { CREATED_AT, UPDATED_AT }

    private static final Param<Integer> LIMIT =
            Param.integer("limit").above(0).atMost(100).orElse(100);
    private static final Param<Sort> SORT =
            Param.choice("sort_order", Sort.class).orElse(Sort.CREATED_AT);
    private static final Param<Optional<UUID>> PAGE = Param.uuid("page_id");
    private static final Param<Optional<Instant>> SINCE = Param.dateTime("since");
    private static final Param<Boolean> DEEP = Param.bool("deep").orElse(false);
    private static final Param<List<UUID>> IDS = Param.uuid("ids").requiredList();
    private static final Param<String> SHA =
            Param.text("sha").pattern("^[0-9a-f]{4,64}$").required();
    private static final Param<Optional<Integer>> DEPTH = Param.integer("X-Depth").between(1, 9);
    private static final String KEY = "x-session-api-key";

    private static volatile boolean ready = true;
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.with(RunningServer.settings("k1"), door -> {
            if (!ready) {
                throw new Fault.NotReady("not yet for " + door, Duration.ofSeconds(2));
            }
        }, GateTest::addTo);
    }

    private static void addTo(Router router) {
        router.add(Route.get("/api/items", Door.API, GateTest::items)
                        .query(LIMIT, SORT, PAGE, SINCE, DEEP).headers(DEPTH))
                .add(Route.get("/api/batch", Door.API, exchange ->
                        Answer.ok(exchange.query(IDS))).query(IDS))
                .add(Route.post("/api/lists", Door.API, exchange ->
                        Answer.created(exchange.body(String[].class)))
                        .query(LIMIT).body(String[].class))
                .add(Route.post("/api/maybe", Door.API, exchange -> Answer.ok(
                        exchange.bodyIfAny(String[].class).map(list -> list.length).orElse(-1))))
                .add(Route.get("/api/items/{id}", Door.API, exchange ->
                        Answer.ok(exchange.pathId("id"))))
                .add(Route.get("/api/commits/{sha}", Door.API, exchange ->
                        Answer.ok(exchange.path(SHA))).segments(SHA))
                .add(Route.get("/api/undeclared", Door.API, exchange ->
                        Answer.ok(exchange.query(LIMIT))))
                .add(Route.get("/faults/{kind}", Door.PUBLIC, exchange -> {
                    throw fault(exchange.path("kind"));
                }))
                .add(Route.get("/open", Door.PUBLIC, _ -> Answer.ok("open")))
                .add(Route.get("/named", Door.PUBLIC, exchange -> Answer.ok(
                        exchange.requestId() + " " + LogScope.requestId())))
                .add(Route.get("/stream", Door.PUBLIC, _ -> Answer.stream(
                        "text/event-stream", out -> {
                            out.write("data: 1\n\n".getBytes(StandardCharsets.UTF_8));
                            out.flush();
                            out.write("data: 2\n\n".getBytes(StandardCharsets.UTF_8));
                        })))
                .add(Route.get("/cut", Door.PUBLIC, _ -> Answer.stream("text/plain", out -> {
                    out.write(new byte[10]);
                    out.flush();
                    throw new IOException("the disk is gone");
                })))
                .add(Route.get("/unwritable", Door.PUBLIC, _ -> Answer.ok(new Object() {
                    @SuppressWarnings("unused") // read by the mapper, which can't
                    public String getValue() {
                        throw new IllegalStateException("s3cret");
                    }
                })));
    }

    private static Answer items(Exchange exchange) {
        return Answer.ok(List.of(
                exchange.query(LIMIT), exchange.query(SORT), exchange.query(DEEP),
                exchange.query(PAGE).map(UUID::toString).orElse("-"),
                exchange.query(SINCE).map(Instant::toString).orElse("-"),
                exchange.header(DEPTH).orElse(0)));
    }

    private static Fault fault(String kind) {
        return switch (kind) {
            case "unprocessable" -> new Fault.Unprocessable("does not fit");
            case "not-found" -> new Fault.NotFound("Conversation not found");
            case "conflict" -> new Fault.Conflict("already running");
            case "refused" -> new Fault.Refused("no");
            case "locked" -> new Fault.Locked("held elsewhere");
            case "too-large" -> new Fault.TooLarge(10);
            case "busy" -> new Fault.Busy("later", Duration.ofSeconds(3));
            case "not-ready" -> new Fault.NotReady("soon", Duration.ofMillis(10));
            case "bad-upstream" -> new Fault.Upstream("it said no", false);
            case "late-upstream" -> new Fault.Upstream("it said nothing", true);
            case "failed" -> new Fault.Failed("no space");
            case "denied" -> new Fault.Denied();
            default -> Fault.invalid(Violation.value(List.of("body"), "no such thing"));
        };
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "unprocessable|422|{\"detail\":\"does not fit\"}",
        "not-found|404|{\"detail\":\"Conversation not found\"}",
        "conflict|409|{\"detail\":\"already running\"}",
        "refused|400|{\"detail\":\"no\"}",
        "locked|409|{\"detail\":\"held elsewhere\"}",
        "too-large|413|{\"detail\":\"the body is larger than 10 bytes\"}",
        "busy|429|{\"detail\":\"later\"}",
        "not-ready|503|{\"detail\":\"Internal Server Error\",\"exception\":\"503: soon\"}",
        "bad-upstream|502|{\"detail\":\"Internal Server Error\",\"exception\":\"502: it said no\"}",
        "late-upstream|504|{\"detail\":\"Internal Server Error\",\"exception\":\"504: it "
                + "said nothing\"}",
        "failed|500|{\"detail\":\"Internal Server Error\",\"exception\":\"500: no space\"}",
        "denied|401|{\"detail\":\"Unauthorized\"}",
        "invalid|422|{\"detail\":[{\"type\":\"value_error\",\"loc\":[\"body\"],\"msg\":\""
                + "Value error, no such thing\",\"input\":null,\"ctx\":{\"error\":\"no such thing\"}}]}",
    })
    void faultHasItsStatusAndBody(String kind, int status, String body) {
        var answer = server.get("/faults/" + kind);

        assertEquals(status, answer.statusCode());
        assertEquals(body, answer.body());
        assertEquals("application/json", answer.headers().firstValue("content-type").orElse(""));
    }

    @Test
    void faultsThatPassSayWhenToTryAgain() {
        assertEquals("3", server.get("/faults/busy").headers().firstValue("retry-after").get());
        assertEquals("1",
                server.get("/faults/not-ready").headers().firstValue("retry-after").get());
    }

    @Test
    void routeComesBeforeTheKeyAndTheKeyBeforeReadiness() {
        ready = false;
        try {
            assertEquals(404, server.get("/api/nope").statusCode());
            assertEquals(405, server.call("PUT", "/api/items", "").statusCode());
            assertEquals(401, server.get("/api/items").statusCode());
            assertEquals(503, server.get("/api/items", KEY, "k1").statusCode());
            assertEquals(200, server.get("/open").statusCode());
        } finally {
            ready = true;
        }
    }

    @Test
    void malformedBodyWithoutTheKeyIs401() {
        assertEquals(401, server.post("/api/lists", "{").statusCode());
        assertEquals(422, server.post("/api/lists", "{", KEY, "k1").statusCode());
    }

    @Test
    void parametersAreReadByTheirTypes() {
        var answer = server.get("/api/items?limit=7&sort_order=UPDATED_AT&deep=YES"
                + "&page_id=7be5d7b2f33c454da3e0d2294a1c0001&since=2025-01-01T00:00:00%2B01:00",
                KEY, "k1", "X-Depth", "3");

        assertEquals("[7,\"UPDATED_AT\",true,\"7be5d7b2-f33c-454d-a3e0-d2294a1c0001\","
                + "\"2024-12-31T23:00:00Z\",3]", answer.body());
    }

    @Test
    void absentParametersHaveTheirFallbacks() {
        assertEquals("[100,\"CREATED_AT\",false,\"-\",\"-\",0]",
                server.get("/api/items", KEY, "k1").body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "limit=0|greater_than|Input should be greater than 0|{\"gt\":0}",
        "limit=101|less_than_equal|Input should be less than or equal to 100|{\"le\":100}",
        "limit=x|int_parsing|Input should be a valid integer, unable to parse string as "
                + "an integer|",
        "sort_order=created_at|enum|Input should be 'CREATED_AT' or 'UPDATED_AT'|"
                + "{\"expected\":\"'CREATED_AT' or 'UPDATED_AT'\"}",
        "deep=perhaps|bool_parsing|Input should be a valid boolean, unable to interpret input|",
        "page_id=zz|uuid_parsing|Input should be a valid UUID, invalid character: found "
                + "`z` at 0|{\"error\":\"invalid character: found `z` at 0\"}",
        "since=yesterday|datetime_from_date_parsing|Input should be a valid datetime or "
                + "date, input is too short|{\"error\":\"input is too short\"}",
    })
    void parameterThatBreaksItsRuleIs422(String query, String type, String msg, String ctx) {
        var answer = server.get("/api/items?" + query, KEY, "k1");

        assertEquals(422, answer.statusCode());
        assertEquals("{\"detail\":[{\"type\":\"" + type + "\",\"loc\":[\"query\",\""
                + query.substring(0, query.indexOf('=')) + "\"],\"msg\":\"" + msg
                + "\",\"input\":\"<redacted>\"" + (ctx == null ? "" : ",\"ctx\":" + ctx) + "}]}",
                answer.body());
    }

    @Test
    void brokenRulesOfQueryHeadersAndBodyComeTogether() {
        assertEquals(3, count(server.get(
                "/api/items?limit=0&deep=x", KEY, "k1", "X-Depth", "10").body()));
        assertEquals(2, count(server.post("/api/lists?limit=0", "[1]", KEY, "k1").body()));
    }

    private static int count(String body) {
        return body.split("\"loc\"", -1).length - 1;
    }

    @Test
    void listsNameTheElementThatIsWrong() {
        assertTrue(server.get("/api/batch", KEY, "k1").body().contains(
                "{\"type\":\"missing\",\"loc\":[\"query\",\"ids\"]"));
        assertTrue(server.get("/api/batch?ids=" + new UUID(0, 1) + "&ids=zzz", KEY, "k1").body()
                .contains("\"loc\":[\"query\",\"ids\",1]"));
    }

    @Test
    void segmentsAreReadByTheirRules() {
        assertTrue(server.get("/api/items/nope", KEY, "k1").body().contains(
                "\"type\":\"uuid_parsing\",\"loc\":[\"path\",\"id\"]"));
        assertTrue(server.get("/api/commits/zzz", KEY, "k1").body().contains(
                "\"type\":\"string_pattern_mismatch\",\"loc\":[\"path\",\"sha\"]"));
    }

    @Test
    void parameterThatTheRouteDoesNotDeclareIsABug() {
        assertEquals(500, server.get("/api/undeclared", KEY, "k1").statusCode());
    }

    @Test
    void bodyThatIsNotSaidToBeJsonIs422() {
        var answer = server.call("POST", "/api/lists", "[]", KEY, "k1",
                "content-type", "text/plain");

        assertEquals(422, answer.statusCode());
        assertTrue(answer.body().contains("model_attributes_type"), answer.body());
    }

    @Test
    void bodyMayBeAbsentWhereTheRouteSaysSo() {
        assertEquals("-1", server.post("/api/maybe", "", KEY, "k1").body());
        assertEquals("-1", server.post("/api/maybe", "null", KEY, "k1").body());
        assertEquals("1", server.post("/api/maybe", "[\"a\"]", KEY, "k1").body());
    }

    @Test
    void requestKeepsTheNameItCameWith() {
        var answer = server.get("/named", "X-Request-Id", "my-id.7");

        assertEquals("\"my-id.7 my-id.7\"", answer.body());
        assertEquals("my-id.7", answer.headers().firstValue("x-request-id").get());
    }

    @Test
    void requestWithoutAProperNameGetsOneOfItsOwn() {
        var one = server.get("/named", "X-Request-Id", "bad name").headers()
                .firstValue("x-request-id").orElse("");
        var two = server.get("/named").headers().firstValue("x-request-id").orElse("");

        assertTrue(one.matches("[0-9a-f]{24}"), one);
        assertNotEquals(one, two);
    }

    @Test
    void streamIsSentInPieces() {
        var answer = server.get("/stream");

        assertEquals("data: 1\n\ndata: 2\n\n", answer.body());
        assertEquals("text/event-stream", answer.headers().firstValue("content-type").get());
    }

    @Test
    void streamThatFailsDoesNotLookComplete() {
        var answer = server.rawToEnd("GET /cut HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertFalse(answer.endsWith("0\r\n\r\n"), answer);
    }

    @Test
    void answerThatCannotBeEncodedIsAProper500() {
        var answer = server.get("/unwritable");

        assertEquals(500, answer.statusCode());
        assertTrue(answer.body().contains("error_id"), answer.body());
        assertFalse(answer.body().contains("s3cret"), answer.body());
    }

    @Test
    void rootPathIsStrippedAndNotNeeded() {
        var usual = server.live.current();
        server.live.swap(usual.withRootPath("/runtime/1"));
        try {
            assertEquals(200, server.get("/runtime/1/open").statusCode());
            assertEquals(200, server.get("/open").statusCode());
            assertEquals(404, server.get("/runtime/12/open").statusCode());
            var redirect = server.get("/runtime/1/open/?a=b");
            assertEquals(307, redirect.statusCode());
            assertEquals(server.uri("/runtime/1/open?a=b").toString(),
                    redirect.headers().firstValue("location").get());
        } finally {
            server.live.swap(usual);
        }
    }

    @Test
    void aProxySaysWhichSchemeTheClientUsedButNoOther() {
        var said = server.uri("/open").toString().substring("http".length());
        assertEquals("https" + said, location("https, http"));
        assertEquals("http" + said, location("http"));
        assertEquals("http" + said, location("javascript"));
    }

    private String location(String forwardedProto) {
        var answer = server.get("/open/", "X-Forwarded-Proto", forwardedProto);
        assertEquals(307, answer.statusCode());
        return answer.headers().firstValue("location").orElseThrow();
    }

    @Test
    void bodyThatStopsComingEndsItsConnection() {
        var usual = server.live.current();
        var limits = new HttpLimits(
                1000, Duration.ofMillis(300), Duration.ofSeconds(5), 100, 32_000);
        server.live.swap(usual.withHttp(limits));
        try (var connection = server.raw()) {
            connection.send("POST /api/lists HTTP/1.1\r\nHost: a\r\n" + KEY + ": k1\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n[");

            assertEquals("", connection.readToEnd());
        } finally {
            server.live.swap(usual);
        }
    }
}
