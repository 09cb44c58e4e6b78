package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.testing.Answer;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import agentserver.testing.SocketClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many conversations are open is bounded; how many there are and are used in turn is not.
class OpenConversationsTest {

    private static final String ROOT = "/api/conversations";
    private static final Duration PATIENCE = Conversations.PATIENCE;

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

    private RunningServer server(int open) throws IOException {
        return RunningServer.start(work, Map.of("OH_SESSION_API_KEYS_0", RunningServer.KEY,
                "OH_MAX_OPEN_CONVERSATIONS", Integer.toString(open)));
    }

    private Path directory(String id) {
        return work.resolve("workspace/conversations").resolve(id.replace("-", ""));
    }

    /// While one is open its lease is held; then the file is empty.
    private boolean isOpen(String id) throws IOException {
        return Files.size(directory(id).resolve("owner_lease.json")) > 0;
    }

    private long open(List<String> ids) throws IOException {
        var open = 0;
        for (var id : ids) {
            open += isOpen(id) ? 1 : 0;
        }
        return open;
    }

    private static SocketClient watch(RunningServer server, String id) throws Exception {
        var socket = SocketClient.open(server.base(),
                "/sockets/events/" + id + "?session_api_key=" + RunningServer.KEY, Map.of());
        socket.await(frame -> frame.path("key").asText().equals("full_state"), PATIENCE);
        return socket;
    }

    @Test
    void moreConversationsThanMayBeOpenAllAnswer() throws Exception {
        try (var server = server(20);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var conversations = new Conversations(server, model);
            var ids = new ArrayList<String>();
            for (int i = 0; i < 40; i++) {
                ids.add(conversations.open(conversations.request("words")));
            }
            assertTrue(open(ids) <= 20, "open: " + open(ids));
            var talks = new ArrayList<Callable<Integer>>();
            for (int talker = 0; talker < 4; talker++) {
                var mine = ids.subList(10 * talker, 10 * talker + 10);
                talks.add(() -> failures(server, mine));
            }

            for (var talk : threads.invokeAll(talks)) {
                assertEquals(0, talk.get());
            }
            assertTrue(open(ids) <= 20, "open: " + open(ids));
            for (var id : ids) {
                assertEquals(2, server.client().get(ROOT + "/" + id
                        + "/events/count?kind=MessageEvent").json().intValue());
            }
        }
    }

    /// Says something in each of some conversations, in turn; returns how often that failed.
    private static int failures(RunningServer server, List<String> ids) throws Exception {
        int failures = 0;
        try (var client = server.client()) {
            for (int round = 0; round < 2; round++) {
                for (var id : ids) {
                    var answer = client.post(ROOT + "/" + id + "/events",
                            Conversations.message("round " + round, false));
                    failures += answer.status() == 200 ? 0 : 1;
                }
            }
        }
        return failures;
    }

    @Test
    void oneMoreThanAllThatAreInUseIsToldToComeLater() throws Exception {
        try (var server = server(2)) {
            var conversations = new Conversations(server, model);
            var asleep = conversations.open(conversations.request("words"));
            var first = conversations.open(conversations.request("words"));
            var second = conversations.open(conversations.request("words"));
            try (var _ = watch(server, first)) {
                try (var _ = watch(server, second)) {
                    refused(server.client().get(ROOT + "/" + asleep + "/events/count"));
                    var id = UUID.randomUUID().toString();
                    refused(server.client().post(
                            ROOT, conversations.request("words").put("conversation_id", id)));
                    assertEquals(404, server.client().get(ROOT + "/" + id).status());
                    assertTrue(Files.notExists(directory(id)), "nothing of it is left");
                    assertTrue(!isOpen(asleep));
                    assertEquals(200, server.client().get(ROOT + "/" + asleep).status());
                    assertEquals(404, server.client().get(
                            ROOT + "/" + UUID.randomUUID() + "/events/count").status());
                }
                Await.until("a place to be free", PATIENCE, () -> server.client()
                        .get(ROOT + "/" + asleep + "/events/count").status() == 200);
                assertTrue(isOpen(first) && !isOpen(second));
            }
        }
    }

    private static void refused(Answer answer) {
        assertEquals(429, answer.status(), answer::toString);
        assertTrue(answer.header("retry-after").isPresent(), answer::toString);
    }

    @Test
    void requestsDuringAPuttingAwayAreServed() throws Exception {
        try (var server = server(20);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var conversations = new Conversations(server, model);
            var id = conversations.open(conversations.request("words"));
            var clients = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 6; i++) {
                clients.add(() -> talk(server, id));
            }
            clients.add(() -> putAway(server));

            for (var client : threads.invokeAll(clients)) {
                assertEquals(0, client.get());
            }
            assertEquals(6 * 40, server.client().get(ROOT + "/" + id
                    + "/events/count?kind=MessageEvent").json().intValue());
        }
    }

    private static int talk(RunningServer server, String id) throws Exception {
        int failures = 0;
        try (var client = server.client()) {
            for (int i = 0; i < 40; i++) {
                var said = client.post(ROOT + "/" + id + "/events",
                        Conversations.message("x", false));
                var read = client.get(ROOT + "/" + id + "/events/search?limit=5");
                failures += said.status() == 200 && read.status() == 200 ? 0 : 1;
            }
        }
        return failures;
    }

    private static int putAway(RunningServer server) throws Exception {
        int failures = 0;
        try (var client = server.client()) {
            for (int i = 0; i < 20; i++) {
                var answer = client.post(ROOT + "/prepare-for-sandbox-pause", "{}");
                failures += answer.status() == 204 ? 0 : 1;
            }
        }
        return failures;
    }

    @Test
    void socketsBeginWhileConversationsLeave() throws Exception {
        try (var server = server(1)) {
            var conversations = new Conversations(server, model);
            var ids = List.of(conversations.open(conversations.request("words")),
                    conversations.open(conversations.request("words")));
            for (int i = 0; i < 20; i++) {
                watch(server, ids.get(i % 2)).close();
            }
        }
    }
}
