package agentserver.testing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiClientTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private HttpServer server;
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", ApiClientTest::mirror);
        server.start();
        client = new ApiClient(base(), "key");
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void everyMethodSendsKeyAndBody() throws Exception {
        for (var answer : List.of(client.post("/x", "{}"), client.patch("/x", "{}"),
                client.put("/x", "{}"))) {
            assertEquals("key", answer.json().path("key").asText());
            assertEquals("{}", answer.json().path("body").asText());
            assertEquals("application/json", answer.json().path("type").asText());
        }
        assertEquals("GET", client.get("/x?y=%20z").json().path("method").asText());
        assertEquals("/x?y=%20z", client.get("/x?y=%20z").json().path("path").asText());
        assertEquals("DELETE", client.delete("/x").json().path("method").asText());
    }

    @Test
    void sendAddsNoHeaderOfItsOwn() throws Exception {
        var answer = client.send("POST", "/x", Map.of(), "zzz".getBytes());

        assertTrue(answer.json().path("key").isNull());
        assertTrue(answer.json().path("type").isNull());
        assertEquals("zzz", answer.json().path("body").asText());
    }

    @Test
    void headersAreInLowerCaseAndRepeatedOnesJoined() throws Exception {
        var answer = client.get("/x");

        assertEquals("a, b", answer.header("x-twice").orElseThrow());
        assertFalse(answer.header("X-Twice").isPresent());
    }

    @Test
    void redirectsAreShownNotFollowed() throws Exception {
        assertEquals(307, client.get("/redirect").status());
    }

    @Test
    void rawBytesGetTheirAnswer() throws Exception {
        try (var raw = RawHttp.open(base(), PATIENCE)) {
            raw.write("GET /raw HTTP/1.1\r\nHost: x\r\n\r\n");

            assertEquals("/raw", raw.readAnswer().json().path("path").asText());
        }
    }

    @Test
    void rawReadingHasADeadline() throws Exception {
        try (var raw = RawHttp.open(base(), Duration.ofMillis(50))) {
            raw.write("GET /raw HTTP/1.1\r\n");

            assertThrows(SocketTimeoutException.class, raw::readAnswer);
        }
    }

    @Test
    void aChunkedAnswerIsPutTogether() throws Exception {
        try (var raw = RawHttp.open(base(), PATIENCE)) {
            raw.write("GET /chunked HTTP/1.1\r\nHost: x\r\n\r\n");

            assertArrayEquals("chunked body".getBytes(), raw.readAnswer().body());
        }
    }

    @Test
    void awaitFailsWithTheLastThingSeen() {
        var failure = assertThrows(AssertionError.class, () -> Await.value("a seven",
                Duration.ofMillis(20), () -> 6, seen -> seen == 7));

        assertEquals("waited 20 ms for a seven; last seen: 6", failure.getMessage());
    }

    private URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void mirror(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().toString();
            var answer = new ObjectMapper().createObjectNode()
                    .put("method", exchange.getRequestMethod())
                    .put("path", path)
                    .put("key", exchange.getRequestHeaders().getFirst("x-session-api-key"))
                    .put("type", exchange.getRequestHeaders().getFirst("content-type"))
                    .put("body", new String(exchange.getRequestBody().readAllBytes()));
            exchange.getResponseHeaders().put("X-Twice", List.of("a", "b"));
            var chunked = path.equals("/chunked");
            var body = chunked ? "chunked body".getBytes() : answer.toString().getBytes();
            exchange.sendResponseHeaders(path.equals("/redirect") ? 307 : 200,
                    chunked ? 0 : body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
