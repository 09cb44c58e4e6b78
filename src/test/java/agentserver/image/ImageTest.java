package agentserver.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import agentserver.testing.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int TERMINATED = 128 + 15;
    private static final long MEGABYTE = 1 << 20;

    @TempDir
    private Path dir;

    @BeforeAll
    static void requireTheImage() {
        ImageServer.require();
    }

    @Test
    void conversesOverHttp() throws Exception {
        try (var server = ImageServer.start(dir)) {
            var id = converse(server, "Run `echo forty-$((1+1))`");

            Await.value("the end", PATIENCE, () -> read(server, id, "").path("execution_status"),
                    status -> status.asText().equals("finished"));

            var events = read(server, id, "/events/search").toString();
            assertTrue(events.contains("forty-2"), events);
            var answer = read(server, id, "/agent_final_response");
            assertFalse(answer.get("response").asText().isBlank());
        }
    }

    @Test
    void streamsEventsOverASocket() throws Exception {
        try (var server = ImageServer.start(dir)) {
            var id = converse(server, "Hello");

            try (var socket = SocketClient.open(
                    server.base(), "/sockets/events/" + id + "?resend_mode=all", Map.of())) {
                socket.await(event -> kind(event).equals("SystemPromptEvent"), PATIENCE);
                socket.await(event -> kind(event).equals("MessageEvent"), PATIENCE);
                socket.await(ImageTest::finishes, PATIENCE);
            }
        }
    }

    @Test
    void theDescriptionPreparedInItIsThatOfItsRoutes() throws Exception {
        try (var server = ImageServer.start(dir);
                var fresh = RunningServer.start(dir.resolve("fresh")); var asking = fresh.client()) {
            assertTrue(Files.size(ImageServer.IMAGE.resolve("lib/openapi.json")) > 0);
            assertEquals(asking.get("/openapi.json").json(),
                    server.client().get("/openapi.json").json());
        }
    }

    @Test
    void anIdleServerEndsWithinASecond() throws Exception {
        assertEndsWithin(Duration.ofSeconds(1), _ -> { });
    }

    @Test
    void aServerInTheMiddleOfACommandEndsWithinTenSecondsAndLeavesNoProcess() throws Exception {
        assertEndsWithin(Duration.ofSeconds(10), server -> {
            converse(server, "Run `sleep 600 & sleep 601; echo never`");
            Await.until("both sleeps", PATIENCE, () -> sleeping(server.children()) == 2);
        });
    }

    /// Tries a few servers: a busy machine may make one of them late.
    private void assertEndsWithin(Duration limit, Work work) throws Exception {
        var quickest = PATIENCE;
        for (int i = 0; i < 5 && quickest.compareTo(limit) > 0; i++) {
            try (var server = ImageServer.start(
                    Files.createDirectory(dir.resolve(String.valueOf(i))))) {
                work.on(server);
                var children = server.children();
                var begin = System.nanoTime();
                assertEquals(TERMINATED, server.terminate(PATIENCE));
                var took = Duration.ofNanos(System.nanoTime() - begin);
                quickest = took.compareTo(quickest) < 0 ? took : quickest;
                Await.until("all children to be gone", PATIENCE,
                        () -> children.stream().noneMatch(ImageTest::runs));
            }
        }
        assertTrue(quickest.compareTo(limit) <= 0, "the quickest took " + quickest);
    }

    /// What a server is given to do.
    @FunctionalInterface
    private interface Work {

        void on(ImageServer server) throws Exception;
    }

    @Test
    void versionNamesTheApiAndTheImplementation() throws Exception {
        var ended = ImageServer.run(dir, "--version");

        assertEquals(0, ended.code());
        assertTrue(ended.out().contains("1.43.1"), ended.out());
        assertTrue(ended.out().contains("agent-server"), ended.out());
        assertEquals("", ended.err());
    }

    @Test
    void helpNamesTheOptions() throws Exception {
        var ended = ImageServer.run(dir, "--help");

        assertEquals(0, ended.code());
        assertTrue(ended.out().contains("--port"), ended.out());
    }

    @Test
    void theDemoHoldsAWholeConversation() throws Exception {
        var ended = ImageServer.run(dir, "demo");

        assertEquals(0, ended.code(), ended.err());
        assertTrue(ended.out().contains("ActionEvent  terminal"), ended.out());
        assertTrue(ended.out().contains("finished"), ended.out());
    }

    @Test
    void anUnknownOptionIsAUsageError() throws Exception {
        assertUsageError("--no-such-option");
    }

    @Test
    void aPortThatIsNoNumberIsAUsageError() throws Exception {
        assertUsageError("--port", "eighty");
    }

    @Test
    void bothNamesOfTheLauncherAreTheServer() throws IOException {
        var second = ImageServer.IMAGE.resolve("bin/openhands-agent-server");

        assertEquals("agent-server", second.toRealPath().getFileName().toString());
    }

    @Test
    void theImageIsSmall() throws IOException {
        var cache = Files.size(ImageServer.IMAGE.resolve("lib/agent-server.aot"));
        var all = size(ImageServer.IMAGE);

        assertTrue(all - cache <= 60 * MEGABYTE, "without the cache: " + (all - cache));
        assertTrue(all <= 95 * MEGABYTE, "with the cache: " + all);
    }

    private void assertUsageError(String... arguments) throws IOException, InterruptedException {
        var ended = ImageServer.run(dir, arguments);

        assertEquals(2, ended.code(), ended.err());
        assertTrue(ended.err().contains(arguments[0]), ended.err());
        assertEquals("", ended.out());
    }

    private String converse(ImageServer server, String task)
            throws IOException, InterruptedException {
        var workspace = dir.resolve("Projekt-Übung");
        var answer = server.client().post("/api/conversations", """
                {"agent": {"llm": {"model": "demo/agent"}, "tools": [{"name": "terminal"}]},
                 "workspace": {"working_dir": "%s"},
                 "initial_message": {"content": [{"type": "text", "text": "%s"}]}}
                """.formatted(workspace, task));
        assertEquals(201, answer.status(), answer.text());
        return answer.json().get("id").asText();
    }

    private static JsonNode read(ImageServer server, String id, String what)
            throws IOException, InterruptedException {
        return server.client().get("/api/conversations/" + id + what).json();
    }

    private static String kind(JsonNode event) {
        return event.path("kind").asText();
    }

    /// Whether it says that the run is over: by itself, or with all the rest when the socket opens.
    private static boolean finishes(JsonNode event) {
        var value = event.path("value");
        return value.path("execution_status").asText(value.asText()).equals("finished");
    }

    /// A process that has ended but was not yet collected by its parent has no command any more.
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private static long sleeping(List<ProcessHandle> processes) {
        return processes.stream()
                .filter(process -> process.info().command().orElse("").endsWith("sleep"))
                .count();
    }

    private static long size(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.map(Path::toFile).filter(File::isFile).mapToLong(File::length).sum();
        }
    }
}
