package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import agentserver.testing.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStreamsTest {

    private static final Duration PATIENCE = Conversations.PATIENCE;

    @TempDir
    private Path work;
    private ScriptedLlm model;
    private RunningServer server;
    private Conversations conversations;

    @BeforeEach
    void start() throws Exception {
        model = ScriptedLlm.start();
        restart(Map.of());
    }

    private void restart(Map<String, String> environment) throws IOException {
        if (server != null) {
            server.close();
        }
        server = RunningServer.start(work, environment);
        conversations = new Conversations(server, model);
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
    }

    private String conversation() throws IOException, InterruptedException {
        return conversations.open(conversations.request("words"));
    }

    private void say(String id, String text) throws IOException, InterruptedException {
        var answer = conversations.client().post("/api/conversations/" + id + "/events",
                Conversations.message(text, false));
        assertEquals(200, answer.status(), answer.toString());
    }

    private EventListener listen(String id, String query, String... headers) throws IOException {
        return EventListener.open(
                server.base(), "/api/conversations/" + id + "/events/stream" + query, headers);
    }

    @Test
    void aListenerSeesWhatASocketSees() throws Exception {
        var id = conversation();
        say(id, "before");
        try (var stream = listen(id, "?after=0");
             var socket = SocketClient.open(server.base(),
                     "/sockets/events/" + id + "?resend_mode=all", Map.of())) {
            socket.awaitFrames(1, PATIENCE);
            say(id, "after");
            int count = 1 + conversations.events(id).size();

            var frames = socket.awaitFrames(count, PATIENCE);
            var heard = new ArrayList<EventListener.Heard>();
            for (int i = 0; i < count; i++) {
                heard.add(stream.next());
            }

            assertEquals(frames.subList(1, count),
                    heard.stream().skip(1).map(EventListener.Heard::data).toList());
            for (var event : heard) {
                assertEquals(event.data().get("kind").asText(), event.kind());
            }
            assertEquals("full_state", heard.getFirst().data().get("key").asText());
            assertNull(heard.getFirst().id());
        }
    }

    @Test
    void theHeadTellsHowTheStreamIsToBeRead() throws Exception {
        try (var stream = listen(conversation(), "")) {
            stream.next();

            assertTrue(stream.head().startsWith("HTTP/1.1 200"), stream.head());
            assertTrue(stream.head().contains("text/event-stream"), stream.head());
            assertTrue(stream.head().contains("no-store"), stream.head());
            assertEquals(1000, stream.retryMillis());
        }
    }

    @Test
    void aSequenceMayBeLong() throws Exception {
        var id = conversation();
        try (var stream = listen(id, "?after=99999999999");
             var again = listen(id, "", "Last-Event-ID: 99999999999")) {
            assertEquals("full_state", stream.next().data().get("key").asText());
            assertEquals("full_state", again.next().data().get("key").asText());
        }
    }

    @Test
    void reconnectSeesEveryEventOnce() throws Exception {
        var id = conversation();
        var heard = new ArrayList<String>();
        String last;
        try (var stream = listen(id, "")) { // leaves before it has seen any event
            stream.next();
            last = stream.lastId();
        }
        for (int i = 0; i < 10; i++) {
            say(id, "message " + i);
            try (var stream = listen(id, "?after=0", "Last-Event-ID: " + last)) {
                stream.next();
                heard.add(stream.next().data().get("id").asText());
                heard.add(stream.next().data().get("id").asText());
                last = stream.lastId();
            }
        }
        try (var stream = listen(id, "?after=" + last)) {
            stream.next();
            say(id, "the last one");
            while (!heard.getLast().equals(lastId(id))) {
                heard.add(stream.next().data().get("id").asText());
            }
        }

        assertEquals(conversations.events(id).stream()
                .map(event -> event.get("id").asText()).toList(), heard);
    }

    private String lastId(String id) throws IOException, InterruptedException {
        return conversations.events(id).getLast().get("id").asText();
    }

    @Test
    void shutdownEndsAStreamWithAWord() throws Exception {
        try (var stream = listen(conversation(), "")) {
            stream.next();

            server.close();

            var last = stream.next();
            assertEquals("end", last.kind());
            assertEquals(1012, last.data().get("code").asInt());
            assertTrue(stream.isWhole(), "the answer is complete");
        }
    }

    @Test
    void aListenerThatLeavesIsForgottenAtOnce() throws Exception {
        restart(Map.of("OH_MAX_SUBSCRIBERS", "2"));
        var id = conversation();
        try (var first = listen(id, "")) {
            first.next(); // what is made once is made
        }
        int before = descriptors();
        for (int i = 0; i < 50; i++) {
            Await.until("a place", PATIENCE, () -> {
                try (var stream = listen(id, "")) {
                    return stream.head().startsWith("HTTP/1.1 200") && stream.next() != null;
                }
            });
        }

        Await.value("descriptors to go", PATIENCE, EventStreamsTest::descriptors,
                now -> now <= before + 2);
    }

    private static int descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return (int) all.count();
        }
    }

    @Test
    void aListenerThatTakesNothingIsDroppedAndDelaysNobody() throws Exception {
        restart(Map.of("OH_MAX_QUEUED_EVENTS", "16"));
        var id = conversation();
        try (var asleep = EventListener.openSleepy(
                     server.base(), "/api/conversations/" + id + "/events/stream");
             var awake = listen(id, "")) {
            awake.next();
            for (int i = 0; i < 40; i++) {
                say(id, "x".repeat(1 << 20) + i);
                EventListener.Heard heard;
                do {
                    heard = awake.next();
                } while (!isMessage(heard.data()));
            }

            assertFalse(asleep.isWhole(), "what was cut off does not look complete");
        }
    }

    private static boolean isMessage(JsonNode event) {
        return event.get("kind").asText().equals("MessageEvent");
    }

    @Test
    void whatCanNotBeListenedToIsRefused() throws Exception {
        restart(Map.of("OH_SESSION_API_KEYS_0", RunningServer.KEY, "OH_MAX_SUBSCRIBERS", "1"));
        var id = conversation();
        var key = "X-Session-API-Key: " + RunningServer.KEY;
        try (var without = listen(id, "");
             var unknown = listen("00000000-0000-4000-8000-000000000000", "", key);
             var wrong = listen(id, "?after=soon", key);
             var one = listen(id, "", key)) {
            one.next();
            try (var two = listen(id, "", key)) {
                assertEquals(List.of(401, 404, 422, 200, 429),
                        List.of(without.status(), unknown.status(), wrong.status(), one.status(),
                                two.status()));
            }
        }
    }
}
