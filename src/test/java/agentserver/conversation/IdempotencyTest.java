package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.Answer;
import agentserver.testing.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Requests that are repeated with their `Idempotency-Key`.
class IdempotencyTest {

    private static final String ROOT = "/api/conversations";

    @TempDir
    private Path work;
    private ScriptedLlm model;

    @BeforeEach
    void start() {
        model = ScriptedLlm.start();
        model.on("words", ScriptedReply.text("Hello."), ScriptedReply.text("Again."));
    }

    @AfterEach
    void stop() {
        model.close();
    }

    private static Answer post(RunningServer server, String path, String key, JsonNode body)
            throws IOException, InterruptedException {
        return server.client().send("POST", path, Map.of(
                "x-session-api-key", RunningServer.KEY, "content-type", "application/json",
                "idempotency-key", key), body.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void repeatedMessageGetsTheFirstAnswerAndIsSaidOnce() throws Exception {
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            var id = conversations.open(conversations.request("words"));
            var message = Conversations.message("hello", false);
            for (int i = 0; i < 3; i++) {
                var answer = post(server, ROOT + "/" + id + "/events", "k", message);
                assertEquals(200, answer.status());
                assertEquals("{\"success\":true}", answer.json().toString());
            }

            assertEquals(1, conversations.events(id, "MessageEvent").size());
        }
        try (var server = RunningServer.start(work)) {
            var id = onlyId(server);
            assertEquals(200, post(server, ROOT + "/" + id + "/events", "k",
                    Conversations.message("hello", false)).status());
            assertEquals(1, new Conversations(server, model).events(id, "MessageEvent").size());
        }
    }

    private static String onlyId(RunningServer server) throws Exception {
        return server.client().get(ROOT + "/search").json().at("/items/0/id").textValue();
    }

    @Test
    void sameKeyWithAnotherBodyIsRefused() throws Exception {
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            var id = conversations.open(conversations.request("words"));
            post(server, ROOT + "/" + id + "/events", "k", Conversations.message("one", false));

            var other = post(
                    server, ROOT + "/" + id + "/events", "k", Conversations.message("two", false));

            assertEquals(422, other.status());
            assertEquals(1, conversations.events(id, "MessageEvent").size());
            assertEquals(422, post(server, ROOT, "new", conversations.request("x")
                    .put("max_iterations", 0)).status());
            assertEquals(201, post(server, ROOT, "new", conversations.request("x")).status());
            assertEquals(422, post(
                    server, ROOT, "new", conversations.request("x", "more")).status());
        }
    }

    @Test
    void repeatedCreationFindsItsConversationAlsoAfterARestart() throws Exception {
        byte[] first;
        byte[] other;
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            var request = conversations.request("words", "hi");
            var answer = post(server, ROOT, "create", request);
            assertEquals(201, answer.status());
            first = answer.body();
            conversations.await(answer.json().get("id").textValue(), "finished");
            assertArrayEquals(first, post(server, ROOT, "create", request).body());
            var named = conversations.request("words").put(
                    "conversation_id", "0b7cb55e-3e98-4259-998b-6343c08ef98d");
            other = post(server, ROOT, "named", named).body();
        }
        Files.delete(work.resolve("workspace/conversations/catalogue.jsonl"));

        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            var again = post(server, ROOT, "create", conversations.request("words", "hi"));
            assertEquals(201, again.status());
            assertArrayEquals(first, again.body());
            assertArrayEquals(other, post(server, ROOT, "named", conversations.request("words")
                    .put("conversation_id", "0b7cb55e-3e98-4259-998b-6343c08ef98d")).body());
            assertEquals(422, post(server, ROOT, "named", conversations.request("words")).status());
            var id = again.json().get("id").textValue();
            assertEquals(2, conversations.events(id, "MessageEvent").size());
            assertEquals(2, server.client().get(ROOT + "/count").json().intValue());
        }
    }

    @Test
    void aKeyThatFindsAConversationIsRememberedToo() throws Exception {
        var id = "0b7cb55e-3e98-4259-998b-6343c08ef98d";
        byte[] first;
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            conversations.open(conversations.request("words").put("conversation_id", id));
            var found = post(server, ROOT, "find", named(conversations, id));
            assertEquals(200, found.status());
            first = found.body();
            assertRemembered(server, id, first);
        }
        try (var server = RunningServer.start(work)) {
            assertRemembered(server, id, first);
        }
        Files.delete(work.resolve("workspace/conversations/catalogue.jsonl"));
        Files.delete(work.resolve("workspace/conversations").resolve(id.replace("-", ""))
                .resolve("snapshot.json"));
        try (var server = RunningServer.start(work)) {
            assertRemembered(server, id, first);
        }
    }

    private JsonNode named(Conversations conversations, String id) {
        return conversations.request("words", "hi").put("conversation_id", id);
    }

    private void assertRemembered(RunningServer server, String id, byte[] first) throws Exception {
        var conversations = new Conversations(server, model);
        var again = post(server, ROOT, "find", named(conversations, id));
        assertEquals(200, again.status());
        assertArrayEquals(first, again.body());
        assertEquals(422, post(server, ROOT, "find", conversations.request("words")
                .put("conversation_id", id)).status());
        assertEquals(422, post(server, ROOT, "find", conversations.request("words")).status());
        assertEquals(1, server.client().get(ROOT + "/count").json().intValue());
        assertEquals(0, conversations.events(id, "MessageEvent").size());
    }

    @Test
    void manyWithOneKeyAtOnceAreOne() throws Exception {
        try (var server = RunningServer.start(work);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var request = new Conversations(server, model).request("words", "hi");
            var attempts = new ArrayList<Callable<String>>();
            for (int i = 0; i < 20; i++) {
                attempts.add(() -> post(server, ROOT, "once", request).json().get("id").asText());
            }
            var ids = new HashSet<String>();
            for (var attempt : threads.invokeAll(attempts)) {
                ids.add(attempt.get());
            }

            assertEquals(1, ids.size());
            var said = new Conversations(server, model)
                    .events(ids.iterator().next(), "MessageEvent").stream()
                    .filter(event -> event.get("source").asText().equals("user")).count();
            assertEquals(1, said);
        }
    }

    @Test
    void otherKeysAreOtherRequests() throws Exception {
        try (var server = RunningServer.start(work)) {
            var request = new Conversations(server, model).request("words");
            assertNotEquals(
                    post(server, ROOT, "a", request).json().get("id"),
                    post(server, ROOT, "b", request).json().get("id"));
            assertEquals(422, post(server, ROOT, "x".repeat(256), request).status());
        }
    }
}
