package agentserver.server.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.testing.Answer;
import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import agentserver.testing.HandshakeRefused;
import agentserver.testing.ServerProcess;
import agentserver.testing.SocketClient;
import agentserver.testing.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only a process shows: whether it starts, what it holds, what it starts itself.
class InitProcessTest {

    private static final Map<String, String> DORMANT =
            Map.of("OH_DEFERRED_INIT", "1", "OH_SECRET_KEY", "init-key");

    /// What a server holds.
    private record Holdings(List<String> files, List<String> threads, List<String> children,
            List<String> tree) {

        Holdings without(Holdings other) {
            return new Holdings(minus(files, other.files), minus(threads, other.threads),
                    minus(children, other.children), minus(tree, other.tree));
        }

        boolean isNothing() {
            return files.isEmpty() && threads.isEmpty() && children.isEmpty() && tree.isEmpty();
        }

        /// As often as it is there more often than in the other.
        private static List<String> minus(List<String> all, List<String> others) {
            var rest = new ArrayList<>(all);
            others.forEach(rest::remove);
            return rest;
        }
    }

    @TempDir
    private Path work;

    @Test
    void failedInitLeavesNothingBehind() throws Exception {
        Files.writeString(work.resolve("file"), "");
        try (var server = ServerProcess.start(work, DORMANT);
                var client = server.client("test-key")) {
            Await.until("the server to have nothing left to do", ServerProcess.PATIENCE,
                    () -> server.log().contains("dormant: waiting")
                            && !server.threads().contains("after-start"));
            init(client, "{\"env\": {\"WARM\": \"1\"}, \"conversations_path\": \"/proc/no/x\"}");
            var before = look(server);

            for (var setting : List.of(
                    "conversations_path", "bash_events_dir", "conversation_worktree_root")) {
                for (var bad : List.of("/proc/no/x", work + "/file", work + "/file/x")) {
                    var failed = init(client, """
                            {"session_api_keys": ["lost"], "secret_key": "lost",
                             "allow_cors_origins": ["*"], "web_url": "http://lost/lost",
                             "env": {"LOST": "1"}, "max_concurrent_runs": 1,
                             "conversations_path": "%1$s/new/c", "bash_events_dir": "%1$s/new/b",
                             "conversation_worktree_root": "%1$s/new/w"}""".formatted(work)
                            .replaceFirst("(\"" + setting + "\": )\"[^\"]*\"", "$1\"" + bad + "\""));
                    assertEquals(500, failed.status(), setting + " " + bad);
                    var error = client.get("/api/init").json().get("error").textValue();
                    assertTrue(error.contains(": " + setting + ": "), error);
                    assertEquals("500: " + error, failed.json().get("exception").textValue());
                    assertHoldsNoMoreThan(before, server, setting + " " + bad);
                }
            }
            assertEquals(422, init(client, "{\"webhooks\": [{}]}").status());
            assertEquals(422, init(client, "{\"env\": {\"A\": 1}}").status());
            assertHoldsNoMoreThan(before, server, "a refused init");

            assertEquals(200, init(client, "{\"session_api_keys\": [\"test-key\"]}").status());
            assertEquals("[]", shellSays(client, "[$LOST$WARM]"));
            assertEquals(404, client.get("/lost/health").status());
        }
    }

    @Test
    void aRehearsalIsNeitherSeenNorLeft() throws Exception {
        try (var server = ServerProcess.start(work, DORMANT);
                var client = server.client("test-key")) {
            Await.until("the init to be rehearsed", ServerProcess.PATIENCE,
                    () -> server.log().contains("dormant: waiting"));

            assertFalse(server.log().contains("the server is ready"), server.log());
            assertEquals("dormant", client.get("/api/init").json().get("state").textValue());
            try (var left = Files.list(work.resolve("home"))) {
                assertEquals(List.of(), left.toList());
            }
            assertEquals(200, init(client, "{}").status());
            Await.until("the log to say so", ServerProcess.PATIENCE,
                    () -> server.log().contains("the server is ready"));
        }
    }

    @Test
    void dormantServerRunsNoCommand() throws Exception {
        var mark = work.resolve("mark");
        try (var server = ServerProcess.start(work, DORMANT); var client = server.client("")) {
            var command = "{\"command\": \"touch " + mark + "\"}";
            var id = "00000000-0000-0000-0000-000000000001";

            assertEquals(503, client.post("/api/conversations", conversation("x")).status());
            assertEquals(503, client.post("/api/conversations/" + id + "/run", "{}").status());
            assertEquals(503, client.post("/api/conversations/" + id + "/events", "{}").status());
            assertTrue(client.post("/api/bash/execute_bash_command", command).status() >= 404);
            assertTrue(client.post("/api/bash/start_bash_command", command).status() >= 404);
            for (var path : List.of("/sockets/bash-events", "/sockets/events/" + id)) {
                assertThrows(HandshakeRefused.class,
                        () -> SocketClient.open(server.base(), path, Map.of()), path);
            }

            assertFalse(Files.exists(mark));
            assertEquals(List.of(), server.children());
        }
    }

    @Test
    void initKeyIsRequired() throws Exception {
        try (var refused = ServerProcess.launch(work, Map.of("OH_DEFERRED_INIT", "1"))) {
            assertEquals(1, refused.awaitEnd(ServerProcess.PATIENCE));
            assertTrue(refused.log().contains("OH_SECRET_KEY"), refused.log());
        }
        try (var open = ServerProcess.start(
                work, Map.of("OH_DEFERRED_INIT", "1"), "--allow-open-init");
                var client = open.client("")) {
            assertEquals(200, client.post("/api/init", "{}").status());
        }
        try (var locked = ServerProcess.start(work, DORMANT); var client = locked.client("")) {
            assertEquals(401, client.post("/api/init", "{}").status());
            assertEquals(200, init(client, "{}").status());
        }
    }

    /// The default one is shared by all servers of a machine, and belongs to whoever was first.
    @Test
    void aWorktreeRootThatTheInitDoesNotNameNeedNotBeUsable() throws Exception {
        var file = Files.createFile(work.resolve("file"));
        var environment = new HashMap<>(DORMANT);
        environment.put("OH_CONVERSATION_WORKTREE_ROOT", file.resolve("w").toString());
        try (var server = ServerProcess.start(work, environment);
                var client = server.client("")) {
            assertEquals(500, init(client, "{\"conversation_worktree_root\": \""
                    + file.resolve("other") + "\"}").status());
            assertEquals(200, init(client, "{}").status());
        }
    }

    /// Nobody is to learn of it from a client's first conversation.
    @Test
    void aDirectoryThatCantBeUsedStopsTheStart() throws Exception {
        var file = Files.createFile(work.resolve("file"));
        try (var refused = ServerProcess.launch(
                work, Map.of("OH_CONVERSATIONS_PATH", file.resolve("below").toString()))) {
            assertEquals(1, refused.awaitEnd(ServerProcess.PATIENCE));
            assertEquals(1, refused.log().lines().count(), refused.log());
            assertTrue(refused.log().startsWith("agent-server: can't start: conversations_path: "),
                    refused.log());
        }
    }

    @Test
    void bindingToTheWorldNeedsAKey() throws Exception {
        try (var open = ServerProcess.launch(work, Map.of(), "--host", "0.0.0.0")) {
            assertEquals(1, open.awaitEnd(ServerProcess.PATIENCE));
            assertTrue(open.log().contains("--allow-unauthenticated"), open.log());
        }
        try (var dormant = ServerProcess.start(work, DORMANT, "--host", "0.0.0.0");
                var client = dormant.client("test-key")) {
            var refused = init(client, "{}");

            assertEquals(422, refused.status());
            assertEquals("[\"body\",\"session_api_keys\"]",
                    refused.json().at("/detail/0/loc").toString());
            assertEquals("dormant", client.get("/api/init").json().get("state").textValue());
            assertEquals(200, init(client, "{\"session_api_keys\": [\"test-key\"]}").status());
        }
    }

    /// Looked at until it is so: the virtual machine opens and closes things of its own.
    private void assertHoldsNoMoreThan(Holdings before, ServerProcess server, String after)
            throws IOException, InterruptedException {
        Await.value("nothing more to be held after " + after, ServerProcess.PATIENCE,
                () -> look(server).without(before), Holdings::isNothing);
        assertEquals(before.tree(), look(server).tree(), after);
    }

    private Holdings look(ServerProcess server) throws IOException, InterruptedException {
        return new Holdings(server.openFiles(), server.threads(),
                server.children().stream().map(ProcessHandle::toString).toList(),
                Trees.names(work));
    }

    private String shellSays(ApiClient client, String words)
            throws IOException, InterruptedException {
        var answer = client.post("/api/conversations", conversation("`echo " + words + "`"));
        assertEquals(201, answer.status(), answer.text());
        var search = "/api/conversations/" + answer.json().get("id").textValue()
                + "/events/search?kind=ObservationEvent";
        var seen = Await.value("the shell's answer", ServerProcess.PATIENCE,
                () -> client.get(search), found -> found.text().contains("observation"));
        return seen.json().at("/items/0/observation/content/0/text").textValue();
    }

    private String conversation(String text) {
        return """
                {"agent": {"llm": {"model": "demo/agent"}, "tools": [{"name": "terminal"}]},
                 "workspace": {"working_dir": "%s"}, "autotitle": false,
                 "initial_message": {"content": [{"type": "text", "text": "%s"}]}}"""
                .formatted(work.resolve("project"), text);
    }

    private static Answer init(ApiClient client, String body)
            throws IOException, InterruptedException {
        return client.send("POST", "/api/init", Map.of("x-init-api-key", "init-key",
                "content-type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
    }
}
