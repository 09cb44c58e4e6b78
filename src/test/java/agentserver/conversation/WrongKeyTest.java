package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.ServerProcess;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that was started with another secret key than what it finds was written with.
class WrongKeyTest {

    private static final Path RECORDED =
            Path.of("src/test/resources/golden/disk/conversations/19c8b653008a401c80701426f4026b1c");
    private static final String ADOPTED = "19c8b653-008a-401c-8070-1426f4026b1c";
    private static final String ROOT = "/api/conversations";

    @TempDir
    private Path work;

    private ServerProcess server(String name, String key) throws Exception {
        return ServerProcess.start(Files.createDirectories(work.resolve(name)), Map.of(
                "OH_CONVERSATIONS_PATH", work.resolve("conversations").toString(),
                "OH_SECRET_KEY", key));
    }

    private String open() throws Exception {
        try (var server = server("a", "right"); var client = server.client("")) {
            var request = new ObjectMapper().createObjectNode().put("autotitle", false);
            request.putObject("workspace").put("working_dir", work.resolve("w").toString());
            request.putObject("agent").putObject("llm")
                    .put("model", "demo/agent").put("api_key", "sk-hello");
            return client.post(ROOT, request).json().get("id").textValue();
        }
    }

    private void copyRecorded() throws Exception {
        var target = Files.createDirectories(
                work.resolve("conversations").resolve(RECORDED.getFileName()));
        for (var name : List.of("meta.json", "base_state.json")) {
            Files.copy(RECORDED.resolve(name), target.resolve(name));
        }
    }

    /// The log has them still; only what would be written in their place could lose them.
    @Test
    void secretsSurviveAServerWithAnotherKey() throws Exception {
        String id;
        try (var model = ScriptedLlm.start()) {
            model.on("m", ScriptedReply.text("one"));
            var llm = "\"llm\": {\"model\": \"openai/m\", \"api_key\": \"sk-hello\", "
                    + "\"num_retries\": 0, \"base_url\": \"" + model.baseUrl() + "\"}";
            try (var server = server("a", "right"); var client = server.client("")) {
                id = client.post(ROOT, "{\"autotitle\": false, \"agent\": {" + llm
                        + "}, \"workspace\": {\"working_dir\": \"" + work.resolve("w") + "\"}}")
                        .json().get("id").textValue();
                stop(server);
            }
            try (var server = server("b", "wrong"); var client = server.client("")) {
                assertEquals(200, client.patch(ROOT + "/" + id, "{\"title\": \"t\"}").status());
                stop(server);
            }
            try (var server = server("c", "right"); var client = server.client("")) {
                assertEquals("t", client.get(ROOT + "/" + id).json().get("title").textValue());
                client.post(ROOT + "/" + id + "/events", Conversations.message("go", true));
                model.awaitRequests(1, Conversations.PATIENCE);
                var asked = model.requests().getFirst();
                assertEquals("Bearer sk-hello", asked.headers().get("authorization"));
            }
        }
    }

    private static void stop(ServerProcess server) throws Exception {
        server.signal("TERM"); // in order: what is open is put away, and saved
        server.awaitEnd(ServerProcess.PATIENCE);
    }

    @Test
    void secretsOfAnotherKeyAreNamedOnceForEachConversation() throws Exception {
        var id = open();
        copyRecorded();
        Files.deleteIfExists(work.resolve("conversations").resolve("catalogue.jsonl"));
        try (var server = server("b", "wrong"); var client = server.client("")) {
            for (var each : List.of(id, ADOPTED, id, ADOPTED)) {
                assertEquals(200, client.get(ROOT + "/search?include_skills=true").status());
                assertEquals(200, client.get(ROOT + "/" + each + "?include_skills=true").status());
                assertEquals(200, client.get(ROOT + "/" + each + "/events/count").status());
            }
            assertEquals(204, client.post(ROOT + "/prepare-for-sandbox-pause", "{}").status());
            assertEquals(200, client.get(ROOT + "/" + id + "/events/count").status());

            server.signal("TERM");
            server.awaitEnd(ServerProcess.PATIENCE);
            var lines = server.log().lines().filter(line -> line.contains("another key")).toList();
            assertEquals(2, lines.size(), server.log());
            assertTrue(lines.stream().anyMatch(line ->
                    line.contains(id) && line.contains("/state/agent/llm/api_key")), server.log());
            assertTrue(lines.stream().anyMatch(line -> line.contains(ADOPTED)
                    && line.contains("/base_state.json/agent/llm/api_key")), server.log());
        }
    }
}
