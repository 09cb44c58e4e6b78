package agentserver.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import agentserver.testing.HandshakeRefused;
import agentserver.testing.RawHttp;
import agentserver.testing.ServerProcess;
import agentserver.testing.SocketClient;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every limit of a request and a connection, from the variable that sets it to the answer that a
/// client gets.
class LimitsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MORE_MEMORY = "_JAVA_OPTIONS"; // wins over the command line
    private static final String HOST = "Host: a\r\n";

    @TempDir
    private Path directory;

    private ServerProcess start(String... variables) throws Exception {
        var environment = new TreeMap<String, String>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return ServerProcess.start(directory, environment);
    }

    private static int status(ServerProcess server, String request) throws IOException {
        try (var connection = RawHttp.open(server.base(), PATIENCE)) {
            connection.write(request);
            return connection.readAnswer().status();
        }
    }

    @Test
    void sizesAreThoseThatAreConfigured() throws Exception {
        try (var server = start("OH_MAX_BODY_BYTES", "2000", "OH_MAX_HEAD_BYTES", "4096",
                "OH_MAX_HEADERS", "20")) {
            var get = "GET /health HTTP/1.1\r\n" + HOST;
            var post = "POST /api/conversations HTTP/1.1\r\n" + HOST
                    + "Content-Type: application/json\r\nContent-Length: ";

            assertEquals(200, status(server, get + "X-A: b\r\n".repeat(19) + "\r\n"));
            assertEquals(431, status(server, get + "X-A: b\r\n".repeat(20) + "\r\n"));
            assertEquals(200, status(server, get + "X-A: " + "b".repeat(3_900) + "\r\n\r\n"));
            assertEquals(431, status(server, get + "X-A: " + "b".repeat(4_100) + "\r\n\r\n"));
            assertEquals(422, status(server, post + "2000\r\n\r\n" + " ".repeat(2_000)));
            assertEquals(413, status(server, post + "2001\r\n\r\n" + " ".repeat(2_001)));
        }
    }

    /// The JDK's own bounds, which it reads once in a process.
    @Test
    void headBeyondEveryMeasureIsClosedByTheJdk() throws Exception {
        try (var server = start()) {
            var get = "GET /health HTTP/1.1\r\n" + HOST;

            assertEquals(431, status(server, get + "X-A: b\r\n".repeat(1_000) + "\r\n"));
            try (var connection = RawHttp.open(server.base(), PATIENCE)) {
                connection.write(get + "Cookie: " + "x".repeat(200_000) + "\r\n\r\n");

                assertEquals("", connection.readToEnd());
            } catch (SocketException reset) { // closed while we were still sending
                assertFalse(reset instanceof ConnectException, reset.getMessage());
            }
        }
    }

    @Test
    void aHeadThatDoesNotEndIsClosedInTheTimeThatIsConfigured() throws Exception {
        try (var server = start("OH_HEAD_SECONDS", "1", "OH_KEEP_ALIVE_SECONDS", "300");
                var head = RawHttp.open(server.base(), PATIENCE)) {
            head.write("GET /health HTTP/1.1\r\nHo");

            assertEquals("", toEnd(head));
        }
    }

    /// Heads have their usual time, so that a slow machine closes none of these before it is asked.
    @Test
    void silenceIsClosedInTheTimesThatAreConfigured() throws Exception {
        try (var server = start("OH_BODY_SILENCE_SECONDS", "1", "OH_KEEP_ALIVE_SECONDS", "1");
                var body = RawHttp.open(server.base(), PATIENCE)) {
            body.write("POST /api/conversations HTTP/1.1\r\n" + HOST
                    + "Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{");
            assertTrue(toEnd(body).matches("(?s)|HTTP/1.1 400 .*"));

            try (var idle = RawHttp.open(server.base(), PATIENCE)) {
                ask(idle);
                assertEquals("", toEnd(idle));
            }
        }
    }

    /// What comes until the end; a connection that is reset has ended too.
    private static String toEnd(RawHttp connection) throws IOException {
        try {
            return connection.readToEnd();
        } catch (SocketException _) { // reset: a time-out is another exception
            return "";
        }
    }

    @Test
    void aConnectionBeyondTheMostIsClosedAndMakesRoomWhenAnotherEnds() throws Exception {
        try (var server = start("OH_MAX_CONNECTIONS", "3")) {
            var held = new ArrayList<RawHttp>();
            Await.until("the connections that asked for health to be gone", PATIENCE,
                    () -> holds(server, held, 3));
            try (var fourth = RawHttp.open(server.base(), PATIENCE)) {
                var refused = assertThrows(IOException.class, () -> ask(fourth));

                assertFalse(refused instanceof SocketTimeoutException, "it was left waiting");
            }
            held.removeFirst().close();
            Await.until("room for another", PATIENCE, () -> holds(server, held, 3));
            close(held);
        }
    }

    /// Whether so many connections are open; else opens one more, if there is room.
    private static boolean holds(ServerProcess server, List<RawHttp> held, int wanted) {
        try {
            held.add(RawHttp.open(server.base(), PATIENCE));
            ask(held.getLast());
            return held.size() == wanted;
        } catch (IOException _) { // no room yet
            held.removeLast();
            return false;
        }
    }

    private static void ask(RawHttp connection) throws IOException {
        connection.write("GET /health HTTP/1.1\r\n" + HOST + "\r\n");
        assertEquals(200, connection.readAnswer().status());
    }

    @Test
    void aSocketBeyondTheMostIsRefused() throws Exception {
        try (var server = start("OH_MAX_SOCKETS", "1"); var client = server.client("")) {
            var path = "/sockets/events/" + client.post("/api/conversations", """
                    {"agent": {"llm": {"model": "demo/agent"}},
                     "workspace": {"working_dir": "%s"}}""".formatted(directory))
                    .json().get("id").asText();
            try (var _ = SocketClient.open(server.base(), path, Map.of())) {
                var refused = assertThrows(HandshakeRefused.class,
                        () -> SocketClient.open(server.base(), path, Map.of()).close());

                assertEquals(503, refused.status());
            }
        }
    }

    @Test
    void healthIsQuickBesideFiveThousandHalfOpenHeads() throws Exception {
        var halves = new ArrayList<RawHttp>();
        try (var server = start("OH_HEAD_SECONDS", "300", MORE_MEMORY, "-Xmx400m");
                var client = server.client("")) {
            openHalf(server, halves);
            for (int i = 0; i < 20; i++) {
                assertHealthyWithinASecond(() -> healthy(client));
            }
        } finally {
            close(halves);
        }
    }

    @Test
    void aServerWithLittleMemoryOutlivesTheThousandsItHasNoRoomFor() throws Exception {
        var halves = new ArrayList<RawHttp>();
        try (var server = start("OH_HEAD_SECONDS", "300", "OH_KEEP_ALIVE_SECONDS", "300");
                var early = RawHttp.open(server.base(), PATIENCE)) {
            ask(early); // its connection stays
            openHalf(server, halves);
            assertHealthyWithinASecond(() -> ask(early));
            close(halves);

            Await.until("room for others", PATIENCE, () -> holds(server, new ArrayList<>(), 1));
            assertFalse(server.log().contains("OutOfMemoryError"), server.log());
        } finally {
            close(halves);
        }
    }

    /// Opens five thousand connections and sends half a head on each.
    private static void openHalf(ServerProcess server, List<RawHttp> halves) throws IOException {
        for (int i = 0; i < 5_000; i++) {
            halves.add(RawHttp.open(server.base(), PATIENCE));
            try {
                halves.getLast().write("GET /health HTTP/1.1\r\nHost: loc");
            } catch (IOException _) { // there was no room for it
                halves.removeLast().close();
            }
        }
    }

    private static void close(List<RawHttp> connections) throws IOException {
        for (var connection : connections) {
            connection.close();
        }
    }

    private static void healthy(ApiClient client) throws IOException, InterruptedException {
        assertEquals(200, client.get("/health").status());
    }

    @FunctionalInterface
    private interface Question {

        void ask() throws IOException, InterruptedException;
    }

    /// The best of all tries in half a minute: the machine may be busy, the server may not.
    private static void assertHealthyWithinASecond(Question question) throws Exception {
        long begin = System.nanoTime();
        long best = Long.MAX_VALUE;
        while (best > 1_000 && System.nanoTime() - begin < PATIENCE.toNanos()) {
            long start = System.nanoTime();
            question.ask();
            best = Math.min(best, Duration.ofNanos(System.nanoTime() - start).toMillis());
        }
        assertTrue(best <= 1_000, best + " ms");
    }
}
