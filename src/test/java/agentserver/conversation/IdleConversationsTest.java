package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import agentserver.testing.SocketClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Conversations that nobody uses leave memory and come back unchanged.
class IdleConversationsTest {

    private static final Duration PATIENCE = Conversations.PATIENCE;

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

    private RunningServer server(String idleSeconds) throws IOException {
        return RunningServer.start(work, Map.of("OH_SESSION_API_KEYS_0", RunningServer.KEY,
                "OH_CONVERSATION_IDLE_TTL_SECONDS", idleSeconds));
    }

    /// While it is loaded its lease is held; then the file is empty.
    private boolean isPutAway(String id) throws IOException {
        var directory = work.resolve("workspace/conversations").resolve(id.replace("-", ""));
        return Files.size(directory.resolve("owner_lease.json")) == 0;
    }

    @Test
    void idleConversationCostsAnIndexEntry() throws Exception {
        try (var server = server("0.2")) {
            var conversations = new Conversations(server, model);
            var id = conversations.open(conversations.request("words", "hi"));
            var before = conversations.await(id, "finished").toString();
            Await.until("the conversation to be put away", PATIENCE, () -> isPutAway(id));

            assertEquals(before, conversations.info(id).toString());
            assertTrue(isPutAway(id), "showing it loads it");
            conversations.client().post("/api/conversations/" + id + "/events",
                    Conversations.message("more", true));
            conversations.await(id, "finished");
            assertEquals(4, conversations.events(id, "MessageEvent").size());
        }
    }

    @Test
    void policySurvivesEviction() throws Exception {
        try (var server = server("0.2")) {
            var conversations = new Conversations(server, model);
            var id = conversations.open(conversations.request("words"));
            conversations.client().post("/api/conversations/" + id + "/confirmation_policy",
                    "{\"policy\": {\"kind\": \"AlwaysConfirm\"}}");
            Await.until("the conversation to be put away", PATIENCE, () -> isPutAway(id));

            conversations.events(id);

            assertEquals("AlwaysConfirm",
                    conversations.info(id).at("/confirmation_policy/kind").textValue());
        }
    }

    @Test
    void oneThatIsWatchedStays() throws Exception {
        try (var server = server("0.2")) {
            var conversations = new Conversations(server, model);
            var watched = conversations.open(conversations.request("words"));
            try (var watch = SocketClient.open(server.base(),
                    "/sockets/events/" + watched + "?session_api_key=" + RunningServer.KEY,
                    Map.of())) {
                watch.awaitFrames(1, PATIENCE);
                var other = conversations.open(conversations.request("words"));
                Await.until("the other to be put away", PATIENCE, () -> isPutAway(other));
                assertTrue(!isPutAway(watched));
            }
            Await.until("the watched one to be put away", PATIENCE, () -> isPutAway(watched));
        }
    }

    @Test
    void requestsNeverMeetAConversationThatIsBeingPutAway() throws Exception {
        try (var server = server("0.1");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var conversations = new Conversations(server, model);
            var id = conversations.open(conversations.request("words"));
            var writers = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 4; i++) {
                int pause = 95 + 5 * i;
                writers.add(() -> write(server, id, pause));
            }
            for (var writer : threads.invokeAll(writers)) {
                assertEquals(0, writer.get());
            }
            assertEquals(60, conversations.client().get("/api/conversations/" + id
                    + "/events/count?kind=MessageEvent").json().intValue());
        }
    }

    /// Says something whenever the conversation is about to be idle; returns how often that failed.
    private static int write(RunningServer server, String id, int pauseMillis) throws Exception {
        int failures = 0;
        try (var client = server.client()) {
            for (int i = 0; i < 15; i++) {
                Thread.sleep(pauseMillis); // the time between uses is what is tested
                var answer = client.post("/api/conversations/" + id + "/events",
                        Conversations.message("x", false));
                failures += answer.status() == 200 ? 0 : 1;
            }
        }
        return failures;
    }
}
