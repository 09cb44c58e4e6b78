package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import agentserver.testing.ServerProcess;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecrecyTest {

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

    /// As a process of its own, started with secrets of every sort.
    @Test
    void toolsCannotReadTheServersSecrets() throws Exception {
        var environment = Map.of(
                "OH_SESSION_API_KEYS_0", "hushed-session", "OH_SECRET_KEY", "hushed-secret",
                "LLM_API_KEY", "hushed-model", "OPENAI_API_KEY", "hushed-vendor",
                "OH_WEBHOOKS_0_BASE_URL", "http://127.0.0.1:9/hushed-hook",
                "USERS_OWN", "meant-for-tools");
        model.on("m", ScriptedReply.call("terminal", """
                {"command": "{ env; cat /proc/[0-9]*/environ /proc/[0-9]*/cmdline; } 2>/dev/null \
                | tr '\\\\0' '\\\\n' | grep -a -o 'hushed-[a-z]\\\\+' | sort -u; \
                echo $USERS_OWN; set | grep -c '^OH_'"}
                """.strip()), ScriptedReply.text("done"));
        try (var server = ServerProcess.start(work, environment);
                var client = server.client("hushed-session")) {
            var info = Await.value("the server to close itself", Conversations.PATIENCE,
                    () -> client.get("/server_info").json(),
                    said -> said.get("tool_isolation").size() >= (isRoot() ? 2 : 3));
            assertEquals(isRoot()
                            ? "[\"variables\",\"environment\"]"
                            : "[\"variables\",\"environment\",\"memory\"]",
                    info.get("tool_isolation").toString());
            var id = client.post("/api/conversations", request("m", "go"))
                    .json().get("id").textValue();
            var path = "/api/conversations/" + id;
            Await.value("the end", Conversations.PATIENCE, () -> client.get(path).json(),
                    it -> it.path("execution_status").asText().equals("finished"));

            var seen = client.get(path + "/events/search?kind=ObservationEvent").json()
                    .at("/items/0/observation/content/0/text").textValue();
            assertEquals(List.of("meant-for-tools", "0"), seen.lines().toList());
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private ObjectNode request(String script, String text) {
        var request = Conversations.request(script, work, model);
        request.set("initial_message", Conversations.message(text, true));
        return request;
    }

    /// A client that got stars and sends them back has no key: none is stored, none is sent, and none
    /// that there was is overwritten with them.
    @Test
    void starsDoNotOverwriteASecret() throws Exception {
        var stars = "**********";
        model.on("m", ScriptedReply.text("one"), ScriptedReply.text("two"));
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            var request = conversations.request("m", "go");
            ((ObjectNode) request.at("/agent/llm")).put("api_key", stars);
            request.putObject("secrets").put("TOKEN", stars).put("OTHER", "kept");
            var id = conversations.open(request);
            conversations.await(id, "finished");
            var path = "/api/conversations/" + id;
            var client = conversations.client();

            client.post(path + "/switch_llm", "{\"llm\": {\"model\": \"openai/m\", \"api_key\": \""
                    + stars + "\", \"usage_id\": \"other\", \"num_retries\": 0, \"base_url\": \""
                    + model.baseUrl() + "\"}}");
            assertEquals(200, client.post(path + "/secrets",
                    "{\"secrets\": {\"OTHER\": \"" + stars + "\"}}").status());
            client.post(path + "/events", Conversations.message("more", true));
            model.awaitRequests(2, Conversations.PATIENCE);
            conversations.await(id, "finished");

            for (var asked : model.requests()) {
                assertFalse(asked.headers().getOrDefault("authorization", "").contains("*"),
                        asked.headers()::toString);
            }
        }
    }

    /// The answer comes though the model never says a word; the state says that the agent is at work.
    @Test
    void firstMessageDoesNotHang() throws Exception {
        model.on("m", ScriptedReply.hang());
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);

            var id = conversations.open(conversations.request("m", "go"));

            conversations.await(id, "running");
            model.awaitRequests(1, Conversations.PATIENCE);
            var said = conversations.client().post(
                    "/api/conversations/" + id + "/events", Conversations.message("more", false));
            assertEquals(200, said.status());
        }
    }
}
