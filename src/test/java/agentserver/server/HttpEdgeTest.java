package agentserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What improper clients get. The answers that come in HTML are those of the JDK's server, which
/// gives them before any code of ours runs; they are pinned here so that a change of the JDK is noticed.
class HttpEdgeTest {

    private static final String HOST = "Host: localhost\r\n";
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.open(router -> router
                .add(Route.get("/small", Door.PUBLIC, _ -> {
                    CALLS.incrementAndGet();
                    return Answer.detail(200, "small");
                }))
                .add(Route.post("/echo", Door.PUBLIC, exchange -> Answer.bytes(
                        200, "text/plain", exchange.bodyBytes())).bodyLimitBytes(1000))
                .add(Route.post("/ignore", Door.PUBLIC, _ -> Answer.detail(200, "ignored")))
                .add(Route.get("/broken", Door.PUBLIC, _ -> {
                    throw new IllegalStateException("secret-value");
                })));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String refused(String request) {
        return server.rawToEnd(request);
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
    }

    @Test
    void missingHostIsRefusedAndTheConnectionClosed() {
        assertStatus(400, refused("GET /small HTTP/1.1\r\n\r\n"));
    }

    @Test
    void duplicateHostIsRefusedAndTheConnectionClosed() {
        assertStatus(400, refused("GET /small HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "user@host", "a\"b", "a,<b>"})
    void hostThatIsNoneIsRefused(String host) {
        assertStatus(400, refused("GET /small HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
    }

    @Test
    void authorityInAnOriginFormTargetIsRefused() {
        var answer = refused("GET //evil/small HTTP/1.1\r\n" + HOST + "\r\n");

        assertStatus(400, answer);
        assertTrue(answer.contains("must not name a host"), answer);
    }

    @Test
    void absoluteFormIsServed() {
        try (var connection = server.raw()) {
            connection.send("GET http://localhost/small HTTP/1.1\r\n" + HOST + "\r\n");

            assertStatus(200, connection.readAnswer());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+5", " +5", "0x5"})
    void contentLengthThatIsNoPlainNumberIsRefused(String length) {
        assertStatus(400, refused(
                "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: " + length + "\r\n\r\nhello"));
    }

    @Test
    void negativeContentLengthIsRefusedByTheJdk() {
        assertStatus(400, refused(
                "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: -5\r\n\r\nhello"));
    }

    @Test
    void twoContentLengthsAreRefusedByTheJdk() {
        var answer = refused("POST /echo HTTP/1.1\r\n" + HOST
                + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello");

        assertStatus(400, answer);
        assertTrue(answer.contains("text/html"), answer);
    }

    @Test
    void lengthBesideTransferEncodingIsRefusedByTheJdk() {
        var answer = refused("POST /echo HTTP/1.1\r\n" + HOST
                + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");

        assertStatus(400, answer);
        assertTrue(answer.contains("text/html"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u0000b", "a\u0001b", "a\u007fb", "a\u001bb"})
    void controlCharacterInAHeaderIsRefused(String value) {
        assertStatus(400, refused("GET /small HTTP/1.1\r\n" + HOST + "X-A: " + value + "\r\n\r\n"));
    }

    @Test
    void nulInTheTargetIsRefused() {
        assertStatus(400, refused("GET /small%00 HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/9.9", "HTTP/2.0", "HTTP/1.2", "ICY/1.1"})
    void otherProtocolIsRefused(String protocol) {
        assertStatus(505, refused("GET /small " + protocol + "\r\n" + HOST + "\r\n"));
    }

    @Test
    void oldProtocolIsServedWithoutHostAndClosed() {
        var answer = refused("GET /small HTTP/1.0\r\n\r\n");

        assertStatus(200, answer);
        assertTrue(answer.endsWith("{\"detail\":\"small\"}"), answer);
    }

    @Test
    void chunkedRequestIsAnsweredAndTheConnectionClosed() {
        var answer = refused("POST /echo HTTP/1.1\r\n" + HOST
                + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
                + "GET /small HTTP/1.1\r\n" + HOST + "\r\n");

        assertStatus(200, answer);
        assertTrue(answer.endsWith("hello"), answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zz", "-5", "100000005"})
    void badChunkSizeHasNoSecondRequest(String size) {
        CALLS.set(0);

        refused("POST /echo HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n" + size
                + "\r\nhello\r\n0\r\n\r\nGET /small HTTP/1.1\r\n" + HOST + "\r\n");

        assertEquals(0, CALLS.get());
    }

    @Test
    void chunkBeyondEveryMeasureIsRefused() {
        assertStatus(400, refused("POST /echo HTTP/1.1\r\n" + HOST
                + "Transfer-Encoding: chunked\r\n\r\nffffffffffff\r\nhello"));
    }

    @Test
    void bodyOverItsLimitIsRefusedAndTheConnectionClosed() {
        var answer = refused("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 1001\r\n\r\n"
                + "x".repeat(1001));

        assertStatus(413, answer);
        assertTrue(answer.contains("1000 bytes"), answer);
    }

    @Test
    void longBodyOverItsLimitIsRefusedBeforeItWasSent() {
        var answer = refused("POST /echo HTTP/1.1\r\n" + HOST
                + "Content-Length: 100000000\r\n\r\nxxx");

        assertStatus(413, answer);
    }

    @Test
    void chunkedBodyOverItsLimitIsRefused() {
        assertStatus(413, refused("POST /echo HTTP/1.1\r\n" + HOST
                + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" + "x".repeat(1001)
                + "\r\n0\r\n\r\n"));
    }

    @Test
    void shortBodyThatNobodyReadsLeavesTheConnectionUsable() {
        try (var connection = server.raw()) {
            connection.send("POST /ignore HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello");
            assertStatus(200, connection.readAnswer());

            connection.send("GET /small HTTP/1.1\r\n" + HOST + "\r\n");

            assertStatus(200, connection.readAnswer());
        }
    }

    @Test
    void answerDoesNotWaitForABodyThatNobodyReads() {
        try (var connection = server.raw()) {
            connection.send("POST /ignore HTTP/1.1\r\n" + HOST + "Content-Length: 50\r\n\r\n");

            assertStatus(200, connection.readAnswer());
        }
    }

    @Test
    void tooLargeHeadersAre431() {
        assertStatus(431, refused("GET /small HTTP/1.1\r\n" + HOST
                + "Cookie: " + "x".repeat(40_000) + "\r\n\r\n"));
    }

    @Test
    void tooLongTargetIs431() {
        assertStatus(431, refused("GET /" + "x".repeat(40_000) + " HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    @Test
    void continueIsSentByTheJdkBeforeAnythingElse() {
        try (var connection = server.raw()) {
            connection.send("POST /echo HTTP/1.1\r\n" + HOST
                    + "Expect: 100-continue\r\nContent-Length: 5\r\n\r\n");
            assertTrue(connection.readAnswer().startsWith("HTTP/1.1 100 "));

            connection.send("hello");

            assertTrue(connection.readAnswer().endsWith("hello"));
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() {
        try (var connection = server.raw()) {
            connection.send("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\n\r\na"
                    + "POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\n\r\nb"
                    + "GET /small HTTP/1.1\r\n" + HOST + "\r\n");

            assertTrue(connection.readAnswer().endsWith("a"));
            assertTrue(connection.readAnswer().endsWith("b"));
            assertTrue(connection.readAnswer().endsWith("small\"}"));
        }
    }

    @Test
    void halfClosedClientGetsItsAnswer() {
        try (var connection = server.raw()) {
            connection.send("GET /small HTTP/1.1\r\n" + HOST + "\r\n");
            connection.shutdownOutput();

            assertStatus(200, connection.readToEnd());
        }
    }

    @Test
    void handlersFailureIsA500WithAnIdAndWithoutItsText() {
        var answer = server.get("/broken");

        assertEquals(500, answer.statusCode());
        assertTrue(answer.body().matches("\\{\"detail\":\"Internal Server Error\","
                + "\"exception\":\"IllegalStateException\",\"error_id\":\"[0-9a-f]{32}\"}"),
                answer.body());
        assertFalse(answer.body().contains("secret-value"));
    }

    @Test
    void failureShowsWhereItAroseToDevelopersOnly() {
        var usual = server.live.current();
        server.live.swap(usual.withTraces(true));
        try {
            var body = server.get("/broken").body();

            assertTrue(body.contains("\"traceback\":\"java.lang.IllegalStateException"), body);
            assertFalse(body.contains("secret-value"), body);
        } finally {
            server.live.swap(usual);
        }
    }

    @Test
    void tlsBytesGetNoAnswerThatLooksLikeSuccess() {
        try (var connection = server.raw()) {
            connection.send(new byte[] {0x16, 0x03, 0x01, 0x00, 0x05, 1, 2, 3, '\r', '\n', ' '});
            connection.shutdownOutput();

            assertFalse(connection.readToEnd().startsWith("HTTP/1.1 200"));
        }
    }

    @Test
    void clientThatGoesInTheMiddleOfItsBodyHarmsNobody() {
        try (var connection = server.raw()) {
            connection.send("POST /echo HTTP/1.1\r\n" + HOST + "Content-Length: 500\r\n\r\nxx");
        }

        assertEquals(200, server.get("/small").statusCode());
    }

    @Test
    void clientThatGoesInTheMiddleOfAnAnswerEndsTheWriter() throws Exception {
        var ended = new CountDownLatch(1);
        try (var other = RunningServer.open(router -> router.add(
                Route.get("/endless", Door.PUBLIC, _ -> Answer.stream("text/plain", out -> {
                    try {
                        while (true) {
                            out.write(new byte[8192]);
                        }
                    } finally {
                        ended.countDown();
                    }
                }))))) {
            try (var connection = other.raw()) {
                connection.send("GET /endless HTTP/1.1\r\n" + HOST + "\r\n");
                connection.readBytes(100_000);
            }

            assertTrue(ended.await(30, TimeUnit.SECONDS));
        }
    }
}
