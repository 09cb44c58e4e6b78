package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import agentserver.testing.ServerProcess;
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

/// What becomes of a conversation whose server is killed while its agent works.
class KilledServerTest {

    private static final String ROOT = "/api/conversations";
    private static final Map<String, String> KEYS = Map.of(
            "OH_SESSION_API_KEYS_0", RunningServer.KEY, "OH_LEASE_TTL_SECONDS", "900");

    @TempDir
    private Path work;
    private ScriptedLlm model;

    @BeforeEach
    void start() {
        model = ScriptedLlm.start();
    }

    @AfterEach
    void stop() {
        model.close();
    }

    private String request() {
        var request = Conversations.request("m", work, model);
        request.set("initial_message", Conversations.message("go", true));
        return request.toString();
    }

    private static ScriptedReply commands(String first, String second) {
        return ScriptedReply.call("terminal", "{\"command\": \"" + first + "\"}")
                .andCall("terminal", "{\"command\": \"" + second + "\"}");
    }

    private static List<JsonNode> events(ApiClient client, String id)
            throws IOException, InterruptedException {
        var events = new ArrayList<JsonNode>();
        client.get(ROOT + "/" + id + "/events/search").json().get("items").forEach(events::add);
        return events;
    }

    private static List<JsonNode> ofKind(List<JsonNode> events, String kind) {
        return events.stream().filter(it -> it.get("kind").textValue().equals(kind)).toList();
    }

    private static void awaitStatus(ApiClient client, String id, String status)
            throws IOException, InterruptedException {
        Await.value("status " + status, Conversations.PATIENCE,
                () -> client.get(ROOT + "/" + id).json().path("execution_status").asText(),
                status::equals);
    }

    @Test
    void everyActionThatWasOpenGetsOneResultAndIsNotCarriedOutLater() throws Exception {
        var first = work.resolve("first");
        var second = work.resolve("second");
        model.on("m", commands("date >> " + first + "; sleep 300", "date >> " + second),
                ScriptedReply.text("I go on."));
        String id;
        List<JsonNode> before;
        try (var server = ServerProcess.start(work, KEYS);
                var client = server.client(RunningServer.KEY)) {
            id = client.post(ROOT, request()).json().get("id").textValue();
            Await.until("the command to begin", Conversations.PATIENCE,
                    () -> Files.exists(first) && Files.size(first) > 0);
            before = events(client, id);
            server.signal("KILL");
            server.awaitEnd(Conversations.PATIENCE);
        }
        try (var server = ServerProcess.start(work, KEYS);
                var client = server.client(RunningServer.KEY)) {
            awaitStatus(client, id, "error");
            var after = events(client, id);

            assertEquals(before, after.subList(0, before.size()));
            var actions = ofKind(after, "ActionEvent");
            var results = ofKind(after, "AgentErrorEvent");
            assertEquals(2, actions.size());
            assertEquals(
                    actions.stream().map(action -> action.get("tool_call_id")).toList(),
                    results.stream().map(result -> result.get("tool_call_id")).toList());
            results.forEach(result -> assertTrue(
                    result.get("error").textValue().contains("restart occurred"), result::toString));

            client.post(ROOT + "/" + id + "/events", Conversations.message("go on", true));
            awaitStatus(client, id, "finished");
            assertEquals(1, Files.readAllLines(first).size());
            assertFalse(Files.exists(second));
            assertEquals(2, ofKind(events(client, id), "AgentErrorEvent").size());
        }
    }

    /// The lease of a dead owner has not run out by far: it is not waited for.
    @Test
    void historyIsVisibleAtOnceAfterKill() throws Exception {
        model.on("m", ScriptedReply.text("Hello."), ScriptedReply.hang());
        var killedAt = 0L;
        String id;
        List<JsonNode> before;
        try (var server = ServerProcess.start(work, KEYS);
                var client = server.client(RunningServer.KEY)) {
            id = client.post(ROOT, request()).json().get("id").textValue();
            awaitStatus(client, id, "finished");
            client.post(ROOT + "/" + id + "/events", Conversations.message("more", true));
            model.awaitRequests(2, Conversations.PATIENCE);
            before = events(client, id);
            server.signal("KILL");
            server.awaitEnd(Conversations.PATIENCE);
            killedAt = System.nanoTime();
        }
        try (var server = ServerProcess.start(work, KEYS);
                var client = server.client(RunningServer.KEY)) {
            var after = events(client, id);

            assertEquals(before, after.subList(0, before.size()));
            var said = client.post(
                    ROOT + "/" + id + "/events", Conversations.message("still there?", false));
            assertEquals(200, said.status(), said.toString());
            var took = Duration.ofNanos(System.nanoTime() - killedAt);
            assertTrue(took.compareTo(Duration.ofSeconds(300)) < 0, took.toString()); // a lease: 900 s
        }
    }
}
