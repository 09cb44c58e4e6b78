package agentserver.conversation;

import agentserver.llm.ScriptedLlm;
import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Opens conversations with scripted models, and waits for what becomes of them.
final class Conversations {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningServer server;
    private final ApiClient client;
    private final ScriptedLlm model;

    Conversations(RunningServer server, ScriptedLlm model) {
        this.server = server;
        this.client = server.client();
        this.model = model;
    }

    /// A request for a conversation with a model of the script, without a title.
    ObjectNode request(String script) {
        return request(script, server.work(), model);
    }

    /// The same for a server that works in a directory, be it of this process or not.
    static ObjectNode request(String script, Path work, ScriptedLlm model) {
        var request = JSON.createObjectNode().put("autotitle", false);
        request.putObject("workspace").put("working_dir", work.resolve("w").toString());
        var agent = request.putObject("agent");
        agent.putObject("llm")
                .put("model", "openai/" + script)
                .put("api_key", "sk-test")
                .put("base_url", model.baseUrl())
                .put("num_retries", 0);
        agent.putArray("tools").addObject().put("name", "terminal");
        return request;
    }

    /// The same, with something to do.
    ObjectNode request(String script, String text) {
        var request = request(script);
        request.set("initial_message", message(text, true));
        return request;
    }

    static ObjectNode message(String text, boolean run) {
        var message = JSON.createObjectNode().put("role", "user").put("run", run);
        message.putArray("content").addObject().put("type", "text").put("text", text);
        return message;
    }

    /// Opens one and returns its id.
    String open(JsonNode request) throws IOException, InterruptedException {
        var answer = client.post("/api/conversations", request);
        if (answer.status() != 201) {
            throw new AssertionError(answer.toString());
        }
        return answer.json().get("id").textValue();
    }

    JsonNode info(String id) throws IOException, InterruptedException {
        return client.get("/api/conversations/" + id).json();
    }

    /// Waits until the conversation is in this status, and its events are to be read.
    JsonNode await(String id, String status) throws IOException, InterruptedException {
        return Await.value("status " + status, PATIENCE, () -> info(id),
                info -> info.path("execution_status").asText().equals(status));
    }

    List<JsonNode> events(String id) throws IOException, InterruptedException {
        var events = new ArrayList<JsonNode>();
        client.get("/api/conversations/" + id + "/events/search").json().get("items")
                .forEach(events::add);
        return events;
    }

    List<JsonNode> events(String id, String kind) throws IOException, InterruptedException {
        return events(id).stream()
                .filter(event -> event.get("kind").textValue().equals(kind)).toList();
    }

    ApiClient client() {
        return client;
    }
}
