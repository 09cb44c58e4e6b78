package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.testing.ApiClient;
import agentserver.testing.RunningServer;
import agentserver.testing.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Conversations with events that another version has written: each is kept and shown as it is, and takes
/// nothing else down.
class ForeignEventsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEX = "19c8b653008a401c80701426f4026b1c";
    private static final String EVENTS = "/api/conversations/" + HEX + "/events";
    private static final Path RECORDED =
            Path.of("src/test/resources/golden/disk/conversations", HEX);
    private static final String FOREIGN = """
            {"id": "f0000000-0000-4000-8000-000000000001", "timestamp": "2026-11-20T04:42:45.000001",
            "source": "agent", "parent_id": null, "kind": "FooEvent", "n": 1.50, "e": 1e400,
            "big": 123456789012345678901234567890.123456789, "none": null}
            """.strip().replace("\n", "");

    @TempDir
    private Path work;
    private Path events;

    @BeforeEach
    void copy() throws IOException {
        var directory = work.resolve("workspace/conversations").resolve(HEX);
        events = Files.createDirectories(directory.resolve("events"));
        for (var from : List.of(RECORDED, RECORDED.resolve("events"))) {
            try (var files = Files.list(from)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, directory.resolve(RECORDED.relativize(file).toString()));
                }
            }
        }
    }

    private void change(int number, Consumer<ObjectNode> change) throws IOException {
        var file = file(number);
        var event = (ObjectNode) JSON.readTree(file.toFile());
        change.accept(event);
        JSON.writeValue(file.toFile(), event);
    }

    private Path file(int number) throws IOException {
        try (var files = Files.list(events)) {
            var prefix = "event-%05d-".formatted(number);
            return files.filter(it -> it.getFileName().toString().startsWith(prefix))
                    .findFirst().orElseThrow();
        }
    }

    private static String get(ApiClient client, String path)
            throws IOException, InterruptedException {
        var answer = client.get(path);
        assertEquals(200, answer.status(), answer.toString());
        return answer.text();
    }

    private static List<String> ids(JsonNode events) {
        return StreamSupport.stream(events.spliterator(), false)
                .map(event -> event.get("id").asText()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/llm_message/content/0"})
    void missingOrDamagedEventLosesOnlyItself(String place) throws Exception {
        change(1, event -> ((ObjectNode) event.at(place)).put("from_later", 1.50));
        change(4, event -> event.put("from_later", true));
        change(5, event -> event.put("source", "robot"));
        change(8, event -> event.put("source", "robot"));
        change(7, event -> event.remove("tool_name"));
        try (var server = RunningServer.start(work); var client = server.client()) {
            for (int number : List.of(1, 4, 5, 7, 8)) {
                var event = Files.readString(file(number)).strip();
                var id = JSON.readTree(event).get("id").asText();

                assertEquals(event, get(client, EVENTS + "/" + id));
                assertTrue(get(client, EVENTS + "/search").contains(event));
            }
            assertEquals(17, JSON.readTree(get(client, EVENTS + "/count")).asInt());
            var found = JSON.readTree(get(client, EVENTS + "/search?body=do%20it"));
            assertEquals(1, found.get("items").size());
            get(client, "/api/conversations/" + HEX + "/agent_final_response");

            var said = client.post(EVENTS, Conversations.message("go on", false));
            assertEquals(200, said.status(), said.toString());
            assertEquals(20, JSON.readTree(get(client, EVENTS + "/count")).asInt());
        }
    }

    @Test
    void aResultThatCanNotBeReadStillAnswersItsAction() throws Exception {
        change(14, event -> event.put("source", "robot"));
        try (var server = RunningServer.start(work); var client = server.client()) {
            client.post(EVENTS, Conversations.message("go on", false));
            var confirmed = client.post(EVENTS + "/respond_to_confirmation",
                    "{\"accept\": false, \"reason\": \"no\"}");

            assertEquals(200, confirmed.status(), confirmed.toString());
            var kinds = JSON.readTree(get(client, EVENTS + "/search")).findValuesAsText("kind");
            assertFalse(kinds.contains("UserRejectObservation"), kinds.toString());
        }
    }

    @Test
    void unknownEventKindIsKeptAndReturnedAsIs() throws Exception {
        Files.writeString(
                events.resolve("event-00017-f0000000-0000-4000-8000-000000000001.json"), FOREIGN);
        var id = JSON.readTree(FOREIGN).get("id").asText();
        try (var server = RunningServer.start(work); var client = server.client()) {
            assertEquals(FOREIGN, get(client, EVENTS + "/" + id));
            assertTrue(get(client, EVENTS + "/search").contains(FOREIGN));
            var several = client.send("GET", EVENTS, Map.of(
                    "x-session-api-key", RunningServer.KEY, "content-type", "application/json"),
                    ("[\"" + id + "\"]").getBytes(StandardCharsets.UTF_8));
            assertEquals("[" + FOREIGN + "]",
                    several.text());
            var byKind = JSON.readTree(get(client, EVENTS + "/search?kind=FooEvent"));
            assertEquals(List.of(id), ids(byKind.get("items")));
            assertEquals(1, JSON.readTree(get(client, EVENTS + "/count?kind=FooEvent")).asInt());
            try (var socket = SocketClient.open(
                    server.base(), "/sockets/events/" + HEX + "?resend_mode=all",
                    Map.of("X-Session-API-Key", RunningServer.KEY))) {
                assertEquals(JSON.readTree(FOREIGN), socket.await(
                        frame -> frame.path("kind").asText().equals("FooEvent"),
                        Conversations.PATIENCE));
            }
        }
    }

    /// The Python server has written events 6, 9, 12 and 16 after others that are younger.
    @ParameterizedTest
    @ValueSource(strings = {
            "2026-11-20T04:42:42.850000", "2026-11-20T04:42:43.945700", "2020-01-01T00:00:00.000000",
            "2030-01-01T00:00:00.000000"})
    void whatIsResentSinceATimeIsWhatASearchFinds(String time) throws Exception {
        try (var server = RunningServer.start(work); var client = server.client()) {
            var all = ids(JSON.readTree(get(client, EVENTS + "/search")).get("items"));
            var wanted = ids(JSON.readTree(get(
                    client, EVENTS + "/search?timestamp__gte=" + time)).get("items"));
            try (var socket = SocketClient.open(server.base(), "/sockets/events/" + HEX
                    + "?resend_mode=since&after_timestamp=" + time,
                    Map.of("X-Session-API-Key", RunningServer.KEY))) {
                socket.awaitFrames(1, Conversations.PATIENCE);
                client.post(EVENTS, Conversations.message("the next", false));
                socket.await(
                        frame -> frame.toString().contains("the next"), Conversations.PATIENCE);

                assertEquals("full_state", socket.frames().getFirst().get("key").asText());
                assertEquals(wanted, socket.frames().stream()
                        .map(frame -> frame.get("id").asText()).filter(all::contains).toList());
            }
        }
    }
}
