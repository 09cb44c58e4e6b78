package agentserver.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import agentserver.testing.RawHttp;
import agentserver.testing.ServerProcess;
import agentserver.testing.SocketClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a running server does when it is sent a signal.
class SignalsTest {

    private static final Duration PATIENCE = ServerProcess.PATIENCE;
    private static final String ANY = "/api/conversations/00000000-0000-0000-0000-000000000001";

    @TempDir
    private Path work;

    @Test
    void hangupTakesNewKeysOriginsAndLogLevel() throws Exception {
        var file = configure("{\"session_api_keys\": [\"old\"]}");
        try (var server = ServerProcess.start(work, Map.of(), "--config", file.toString());
                var old = server.client("old"); var fresh = server.client("new")) {
            assertEquals(401, fresh.get(ANY).status());

            configure("""
                    {"session_api_keys": ["new"], "allow_cors_origins": ["https://a.example"],
                     "log_level": "ERROR"}""");
            server.signal("HUP");

            Await.until("the new key", PATIENCE, () -> fresh.get(ANY).status() == 404);
            assertEquals(401, old.get(ANY).status());
            var page = fresh.send("GET", "/health", Map.of("origin", "https://a.example"),
                    new byte[0]);
            assertEquals("https://a.example",
                    page.header("access-control-allow-origin").orElse("none"));
        }
    }

    @Test
    void anOpenSocketStaysWhenKeysChange() throws Exception {
        var file = configure("{\"session_api_keys\": [\"old\"]}");
        try (var server = ServerProcess.start(work, Map.of(), "--config", file.toString());
                var old = server.client("old"); var fresh = server.client("new")) {
            var id = open(old);
            try (var socket = SocketClient.open(server.base(), "/sockets/events/" + id,
                    Map.of("x-session-api-key", "old"))) {
                configure("{\"session_api_keys\": [\"new\"]}");
                server.signal("HUP");
                Await.until("the new key", PATIENCE, () -> fresh.get(ANY).status() == 404);

                fresh.post("/api/conversations/" + id + "/events", """
                        {"role": "user", "content": [{"type": "text", "text": "still there?"}]}""");

                socket.await(frame -> frame.toString().contains("still there?"), PATIENCE);
            }
        }
    }

    @Test
    void aBadConfigurationIsLoggedAndChangesNothing() throws Exception {
        var file = configure("{\"session_api_keys\": [\"old\"]}");
        try (var server = ServerProcess.start(work, Map.of(), "--config", file.toString());
                var old = server.client("old")) {
            for (var bad : new String[] {"{", "{\"session_api_keys\": 7}"}) {
                var before = complaints(server);
                configure(bad);
                server.signal("HUP");
                Await.until("the complaint", PATIENCE, () -> complaints(server) > before);
                assertEquals(404, old.get(ANY).status());
            }
        }
    }

    @Test
    void keysCanNotBeTakenFromAServerThatTheWorldReaches() throws Exception {
        var file = configure("{\"session_api_keys\": [\"old\"]}"); // so it listens on 0.0.0.0
        try (var server = ServerProcess.start(work, Map.of(), "--config", file.toString());
                var none = server.client("")) {
            configure("{}");
            server.signal("HUP");

            Await.until("the complaint", PATIENCE, () -> complaints(server) > 0);
            assertEquals(401, none.get(ANY).status());
        }
    }

    @Test
    void terminationSaysGoodbyeToSocketsAndEndsWith143() throws Exception {
        try (var server = ServerProcess.start(work, Map.of()); var client = server.client("")) {
            var id = open(client);
            try (var socket = SocketClient.open(
                    server.base(), "/sockets/events/" + id, Map.of())) {
                socket.awaitFrames(1, PATIENCE);
                server.signal("TERM");

                assertEquals(1012, socket.awaitClosing(PATIENCE).code());
            }
            assertEquals(143, server.awaitEnd(PATIENCE));
            assertTrue(server.log().contains("Received signal SIGTERM (15), shutting down..."));
        }
    }

    @Test
    void aRequestUnderWayMayEndButNoOtherBegins() throws Exception {
        try (var server = ServerProcess.start(work, Map.of("OH_SHUTDOWN_SECONDS", "300"));
                var slow = RawHttp.open(server.base(), PATIENCE)) {
            begin(slow);
            server.signal("INT");
            Await.until("the door to be shut", PATIENCE, () -> !isListening(server));

            slow.write("}");

            assertEquals(422, slow.readAnswer().status());
            assertEquals(130, server.awaitEnd(PATIENCE));
        }
    }

    @Test
    void aSecondInterruptEndsAtOnce() throws Exception {
        try (var server = ServerProcess.start(work, Map.of("OH_SHUTDOWN_SECONDS", "300"));
                var slow = RawHttp.open(server.base(), PATIENCE)) {
            begin(slow);
            server.signal("INT");
            Await.until("the first to be heard", PATIENCE,
                    () -> server.log().contains("Received signal SIGINT (2)"));

            server.signal("INT");

            assertEquals(130, server.awaitEnd(PATIENCE));
        }
    }

    @Test
    void aRequestThatNeverEndsIsGivenUpAfterTheConfiguredTime() throws Exception {
        try (var server = ServerProcess.start(work, Map.of("OH_SHUTDOWN_SECONDS", "1"));
                var slow = RawHttp.open(server.base(), PATIENCE)) {
            begin(slow);
            server.signal("TERM");

            assertEquals(143, server.awaitEnd(PATIENCE));
        }
    }

    private Path configure(String json) throws IOException {
        return Files.writeString(work.resolve("config.json"), json);
    }

    /// Sends a request whose last byte is still to come. When this returns, it is under way.
    private static void begin(RawHttp connection) throws IOException {
        connection.write("POST /api/conversations HTTP/1.1\r\nHost: x\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\n"
                + "Expect: 100-continue\r\n\r\n");
        assertEquals(100, connection.readAnswer().status());
        connection.write("{");
    }

    private static boolean isListening(ServerProcess server) throws InterruptedException {
        try (var client = server.client("")) {
            return client.get("/health").status() == 200;
        } catch (IOException _) { // nobody answers
            return false;
        }
    }

    private static long complaints(ServerProcess server) throws IOException {
        return server.log().lines().filter(line -> line.contains("not reloaded")).count();
    }

    private String open(ApiClient client) throws IOException, InterruptedException {
        return client.post("/api/conversations", """
                {"agent": {"llm": {"model": "demo/agent"}, "tools": []}, "autotitle": false,
                 "workspace": {"working_dir": "%s"}}""".formatted(work.resolve("project")))
                .json().get("id").textValue();
    }
}
