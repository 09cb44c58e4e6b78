package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import agentserver.testing.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhooksTest {

    private static final Duration PATIENCE = Conversations.PATIENCE;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path work;
    private ScriptedLlm model;
    private HookReceiver receiver;
    private RunningServer server;
    private Conversations conversations;

    @BeforeEach
    void start() throws Exception {
        model = ScriptedLlm.start();
        receiver = new HookReceiver();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        receiver.close();
        model.close();
    }

    /// A server with one webhook that sends soon.
    private void serve(ObjectNode more) throws IOException {
        var spec = JSON.createObjectNode().put("base_url", receiver.base())
                .put("flush_delay", 0.05).put("retry_delay", 0).put("num_retries", 1);
        spec.setAll(more);
        server = RunningServer.start(work, Map.of(
                "OH_SESSION_API_KEYS_0", RunningServer.KEY,
                "OH_WEBHOOKS", JSON.createArrayNode().add(spec).toString()));
        conversations = new Conversations(server, model);
    }

    private static ObjectNode with() {
        return JSON.createObjectNode();
    }

    private String run(String text) throws IOException, InterruptedException {
        model.on("words", ScriptedReply.text(text));
        var id = conversations.open(conversations.request("words", "hi"));
        conversations.await(id, "finished");
        return id;
    }

    private static List<String> storedIds(List<JsonNode> events) {
        return events.stream().filter(event -> !event.path("key").asText().equals("full_state"))
                .map(event -> event.get("id").asText()).toList();
    }

    private void awaitAll(String id) throws IOException, InterruptedException {
        Await.until("all events to arrive", PATIENCE, () -> storedIds(receiver.events(id))
                .equals(storedIds(conversations.events(id))));
    }

    @Test
    void everyEventArrivesOnceInOrderWithAllItsMembers() throws Exception {
        serve(with().put("event_buffer_size", 3));
        var id = run("Hello.");
        awaitAll(id);

        var events = receiver.events(id);
        assertEquals("full_state", events.getFirst().get("key").asText());
        var message = events.stream()
                .filter(event -> event.get("kind").asText().equals("MessageEvent"))
                .findFirst().orElseThrow();
        assertTrue(message.has("sender") && message.get("sender").isNull(), message.toString());
        assertFalse(events.toString().contains("sk-test"), "a secret went out");
        for (var request : receiver.requests("/hook/events/" + id.replace("-", ""))) {
            assertTrue(request.body().size() <= 3);
        }
        assertEquals(1, receiver.most());
        assertEquals("full_state", Await.value("the last state", PATIENCE,
                () -> receiver.events(id).getLast(), last -> last.has("key")
                        && last.at("/value/execution_status").asText().equals("finished"))
                .get("key").asText());
    }

    @Test
    void headersAreSentAndTheSessionKeyGoesBeforeThem() throws Exception {
        var more = with();
        more.putObject("headers").put("X-Team", "blue").put("x-session-api-key", "other");
        serve(more);
        conversations.open(conversations.request("words"));
        Await.until("a notice", PATIENCE, () -> !receiver.notices().isEmpty());

        var headers = receiver.requests("/hook/conversations").getFirst().headers();
        assertEquals("blue", headers.get("X-Team"));
        assertEquals(RunningServer.KEY, headers.get("X-Session-API-Key"));
        assertEquals("application/json", headers.get("Content-Type"));
    }

    @Test
    void aNewConversationIsToldAndAKnownOneIsNot() throws Exception {
        serve(with());
        var request = conversations.request("words")
                .put("conversation_id", "11111111-1111-4111-8111-111111111111");
        var id = conversations.open(request);
        assertEquals(200, conversations.client().post("/api/conversations", request).status());
        conversations.open(conversations.request("words"));
        Await.until("two notices", PATIENCE, () -> receiver.notices().size() == 2);

        var told = receiver.notices().stream()
                .filter(info -> info.get("id").asText().equals(id)).toList();
        assertEquals(1, told.size());
        assertTrue(told.getFirst().at("/agent/llm/api_key").isNull(), told.toString());
        assertEquals(0, told.getFirst().get("sub_conversation_ids").size());
    }

    @Test
    void aDeadReceiverDelaysNoRunAndNoShutdown() throws Exception {
        try (var dead = new ClosedPort()) {
            serve(with().put("base_url", dead.base()).put("num_retries", 3)
                    .put("retry_delay", 600));
            long start = System.nanoTime();

            run("Quick.");
            server.close();

            assertTrue(System.nanoTime() - start < Duration.ofSeconds(300).toNanos());
        }
    }

    /// It is given up after 30 s, the second attempt too: who waits for it waits longer than this does.
    @Test
    void aSlowReceiverDelaysNoRunAndNoFullState() throws Exception {
        receiver.hold();
        serve(with().put("event_buffer_size", 1));

        talk(Duration.ofSeconds(55));

        assertEquals(List.of(), receiver.notices());
        receiver.release();
    }

    /// Lets a run begin and end, and returns when all that it says has been said.
    private String talk(Duration deadline) throws IOException, InterruptedException {
        model.on("words", ScriptedReply.text("Quick."));
        var id = conversations.open(conversations.request("words"));
        try (var client = SocketClient.open(server.base(), "/sockets/events/" + id,
                Map.of("X-Session-API-Key", RunningServer.KEY))) {
            client.awaitFrames(1, deadline);
            client.send("{\"role\":\"user\",\"content\":\"hi\"}");
            client.await(frame -> frame.path("key").asText().equals("full_state")
                    && frame.at("/value/execution_status").asText().equals("finished"), deadline);
        }
        return id;
    }

    @Test
    void aReceiverThatComesAndGoesGetsEveryEventOnce() throws Exception {
        receiver.refuse(7);
        serve(with().put("event_buffer_size", 4));
        var id = run("Hello.");
        awaitAll(id);

        assertEquals(7, receiver.refused());
    }

    @Test
    void whatWaitsIsSentBeforeTheServerStops() throws Exception {
        serve(with().put("flush_delay", 3_600).put("event_buffer_size", 1_000));
        var id = talk(PATIENCE);
        var stored = storedIds(conversations.events(id));
        assertEquals(List.of(), receiver.events(id));

        server.close();

        assertEquals(stored, storedIds(receiver.events(id)));
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        try (var other = new HookReceiver()) {
            receiver.redirect(other.base() + "conversations");
            serve(with());
            conversations.open(conversations.request("words"));
            Await.until("some requests", PATIENCE, () -> receiver.refused() > 2);
            assertEquals(List.of(), other.notices());
        }
    }
}
