package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.ApiClient;
import agentserver.testing.RunningServer;
import agentserver.testing.SocketClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that finds a directory of the Python server, of which this one does not know or can't read
/// everything: nothing of it is lost. Source: contract 02 §2, §11, 07 §1.2.
class PythonFilesTest {

    private static final Path RECORDED =
            Path.of("src/test/resources/golden/disk/conversations/19c8b653008a401c80701426f4026b1c");
    private static final String ID = "19c8b653-008a-401c-8070-1426f4026b1c";
    private static final String ONE = "/api/conversations/" + ID;
    private static final int EVENTS = 17;
    private static final String TOKEN = "gAAAAABlU_EAAAECAwQFBgcICQoLDA0OD8bCvhjpgP-XabD0sgaWsab_"
            + "DVv8rPifm59ddFWNkXBUmvfBvKiWm3LjAR8Smfj2vw==";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path work;
    private Path directory;
    private ScriptedLlm model;

    @BeforeEach
    void copy() throws IOException {
        model = ScriptedLlm.start();
        directory = work.resolve("conversations").resolve(RECORDED.getFileName());
        try (var files = Files.walk(RECORDED)) {
            for (var file : files.toList()) {
                var target = directory.resolve(RECORDED.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.write(target, Files.readAllBytes(file));
                }
            }
        }
    }

    @AfterEach
    void stop() {
        model.close();
    }

    private RunningServer server() throws IOException {
        return RunningServer.start(work, Map.of(
                "OH_SESSION_API_KEYS_0", RunningServer.KEY, "OH_SECRET_KEY", "golden-key",
                "OH_CONVERSATIONS_PATH", work.resolve("conversations").toString()));
    }

    private void edit(String name, Consumer<ObjectNode> change) throws IOException {
        var file = directory.resolve(name).toFile();
        var tree = (ObjectNode) JSON.readTree(file);
        change.accept(tree);
        JSON.writeValue(file, tree);
    }

    private void cut(String name) throws IOException {
        var text = Files.readString(directory.resolve(name));
        Files.writeString(directory.resolve(name), text.substring(0, text.length() / 2));
    }

    private static JsonNode ask(ApiClient client, String path) throws Exception {
        var answer = client.get(path);
        assertEquals(200, answer.status(), answer.toString());
        return answer.json();
    }

    /// Everything that can be done without an agent; it is deleted in the end.
    private static void assertReadableAndDeletable(ApiClient client) throws Exception {
        assertEquals(1, ask(client, "/api/conversations/search").get("items").size());
        assertEquals(EVENTS, ask(client, ONE + "/events/search").get("items").size());
        assertEquals(EVENTS, ask(client, ONE + "/events/count").intValue());
        assertEquals("All done.", ask(client, ONE + "/agent_final_response")
                .get("response").textValue());
        assertEquals(200, client.patch(ONE, "{\"title\":\"Mine\"}").status());
        assertEquals("Mine", ask(client, ONE).get("title").textValue());
        assertEquals(200, client.post(ONE + "/pause", "{}").status());
        assertEquals(200, client.delete(ONE).status());
        assertEquals(404, client.get(ONE).status());
    }

    @Test
    void agentOfAnotherKindIsShownAndKeptButNotRun() throws Exception {
        edit("base_state.json", state -> {
            var agent = state.putObject("agent").put("kind", "ACPAgent").put("acp_model", "m");
            agent.putArray("acp_command").add("codex").add("acp");
            agent.putObject("acp_env").put("KEY", TOKEN);
            agent.putObject("llm").put("model", "acp-managed").put("api_key", TOKEN);
            agent.putObject("agent_context").putArray("skills").addObject().put("name", "s");
            state.putObject("agent_state").put("acp_current_model_id", "m2");
        });
        for (int start = 0; start < 2; start++) { // adopted, and from the log
            try (var server = server()) {
                var client = server.client();
                var agent = ask(client, ONE).get("agent");
                assertEquals("ACPAgent", agent.get("kind").textValue());
                assertEquals("codex", agent.at("/acp_command/0").textValue());
                assertTrue(agent.at("/llm/api_key").isNull(), agent.toString());
                assertTrue(agent.get("acp_env").isEmpty(), agent.toString());
                assertTrue(agent.at("/agent_context/skills").isEmpty());
                assertEquals("m2", ask(client, ONE).get("current_model_id").textValue());
                assertEquals("finished", ask(client, ONE).get("execution_status").textValue());
                try (var socket = SocketClient.open(server.base(), "/sockets/events/" + ID,
                        Map.of("X-Session-API-Key", RunningServer.KEY))) {
                    var first = socket.awaitFrames(1, Conversations.PATIENCE).getFirst();
                    assertEquals("**********", first.at("/value/agent/llm/api_key").textValue());
                    assertEquals("**********", first.at("/value/agent/acp_env/KEY").textValue());
                }
                assertRefused(client, "/run", "{}");
                assertRefused(client, "/events", Conversations.message("go", true).toString());
                assertRefused(client, "/ask_agent", "{\"question\":\"why?\"}");
                assertRefused(client, "/switch_llm", "{\"llm\":{\"model\":\"openai/x\"}}");
                assertEquals(EVENTS, ask(client, ONE + "/events/count").intValue());
            }
        }
        assertTrue(Files.readString(directory.resolve("events.jsonl")).contains(TOKEN));
        try (var server = server()) {
            assertReadableAndDeletable(server.client());
        }
    }

    private static void assertRefused(ApiClient client, String path, String body)
            throws Exception {
        var refused = client.post(ONE + path, body);
        assertEquals(422, refused.status(), refused.toString());
        assertTrue(refused.text().contains("ACPAgent"), refused.toString());
    }

    @Test
    void analyzerOfAnyKindIsShownAndKept() throws Exception {
        for (var kind : new String[] {"PatternSecurityAnalyzer", "AnalyzerOfTomorrow"}) {
            copy();
            Consumer<ObjectNode> change = tree ->
                    tree.putObject("security_analyzer").put("kind", kind);
            edit("base_state.json", change);
            edit("meta.json", change);
            try (var server = server()) {
                var client = server.client();
                assertEquals("{\"kind\":\"" + kind + "\"}",
                        ask(client, ONE).get("security_analyzer").toString());
                assertReadableAndDeletable(client);
            }
        }
    }

    @Test
    void stateThatIsCutShortCostsNoEvent() throws Exception {
        cut("base_state.json");
        try (var server = server()) {
            var client = server.client();
            var info = ask(client, ONE);
            assertEquals("error", info.get("execution_status").textValue());
            assertEquals("${WORK}/project", info.at("/workspace/working_dir").textValue());
            assertEquals("2026-11-20T04:42:41.837442Z", info.get("created_at").textValue());
            assertReadableAndDeletable(client);
        }
    }

    @Test
    void metadataThatIsCutShortCostsNoEventAndNoAgent() throws Exception {
        cut("meta.json");
        try (var server = server()) {
            var client = server.client();
            var info = ask(client, ONE);
            assertEquals("error", info.get("execution_status").textValue());
            assertEquals("openai/scripted", info.at("/agent/llm/model").textValue());
            assertReadableAndDeletable(client);
        }
    }

    @Test
    void memberThatCantBeReadIsTheOnlyLoss() throws Exception {
        edit("base_state.json", state -> state.put("stats", 7).put("confirmation_policy", "no"));
        edit("meta.json", meta -> meta.put("updated_at", "yesterday").putObject("tags").put("A", "b"));
        try (var server = server()) {
            var client = server.client();
            assertEquals(EVENTS, ask(client, ONE + "/events/count").intValue());
            var info = ask(client, ONE);
            assertEquals("openai/scripted", info.at("/agent/llm/model").textValue());
            assertEquals("AlwaysConfirm", info.at("/confirmation_policy/kind").textValue());
            assertEquals("ba546f48-ed21-42cf-b315-859df16acbbc",
                    info.get("leaf_event_id").textValue());
            assertReadableAndDeletable(client);
        }
    }

    @Test
    void conversationWithBothFilesDamagedIsContinuedBehindItsLastEvent() throws Exception {
        model.on("words", ScriptedReply.text("Hello."));
        cut("base_state.json");
        cut("meta.json");
        try (var server = server()) {
            var client = server.client();
            assertEquals(EVENTS, ask(client, ONE + "/events/count").intValue());
            assertEquals("ba546f48-ed21-42cf-b315-859df16acbbc",
                    ask(client, ONE).get("leaf_event_id").textValue());
            var conversations = new Conversations(server, model);
            var llm = conversations.request("words").at("/agent/llm");
            assertEquals(200, client.post(ONE + "/switch_llm",
                    JSON.createObjectNode().set("llm", llm)).status());
            assertEquals(200, client.post(
                    ONE + "/events", Conversations.message("go on", true)).status());
            conversations.await(ID, "finished");
            assertEquals("Hello.", ask(client, ONE + "/agent_final_response")
                    .get("response").textValue());
        }
    }

    @Test
    void conversationThatCantBeOpenedSaysSoWithoutPathsAndIsDeleted() throws Exception {
        Files.createDirectory(directory.resolve("events").resolve(
                "event-00017-00000000-0000-4000-8000-000000000001.json"));
        try (var server = server()) {
            var client = server.client();
            var failed = client.get(ONE + "/events/search");
            assertEquals(500, failed.status());
            assertTrue(failed.json().get("exception").textValue().matches(
                    "500: the conversation can't be opened: Is a directory \\(error_id \\w{32}\\)"),
                    failed.toString());
            assertEquals(200, client.delete(ONE).status());
            assertFalse(Files.exists(directory));
            assertEquals(404, client.get(ONE).status());
        }
    }

    @Test
    void directoryWithoutAStateIsNoConversationAndNothingIsLaidOverIt() throws Exception {
        Files.delete(directory.resolve("base_state.json"));
        try (var server = server()) {
            var client = server.client();
            assertEquals(0, ask(client, "/api/conversations/search").get("items").size());
            assertEquals(404, client.get(ONE).status());
            assertEquals(404, client.get(ONE + "/events/search").status());
            assertEquals(400, client.delete(ONE).status());
            var request = new Conversations(server, model).request("words")
                    .put("conversation_id", ID);
            assertEquals(500, client.post("/api/conversations", request).status());
            assertFalse(Files.exists(directory.resolve("events.jsonl")));
        }
    }
}
