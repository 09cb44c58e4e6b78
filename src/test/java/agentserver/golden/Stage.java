package agentserver.golden;

import agentserver.testing.Answer;
import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Does the steps of scenes, and waits for conversations to come to rest.
///
/// @param rewrite turns recorded text into ours: places, ids and times
record Stage(ApiClient api, Places places, UnaryOperator<String> rewrite) {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofMillis(250);

    /// @throws IOException when a request is refused, saying which
    /// @throws AssertionError when a conversation does not come to rest in time
    void play(Scene.Step step) throws IOException, InterruptedException {
        switch (step) {
            case Scene.Create create -> create(create);
            case Scene.Request request -> send(request.method(), request.path(), request.body());
            case Scene.Write write -> write(write);
            case Scene.Delete delete -> Files.delete(Path.of(rewrite.apply(delete.path())));
            case Scene.Settle settle -> settle(settle);
        }
    }

    /// The status of a conversation; empty when the server does not tell.
    String status(String conversation) throws IOException, InterruptedException {
        var answer = exchange("GET", "/api/conversations/" + conversation, "");
        return answer.status() == 200 ? answer.json().path("execution_status").asText() : "";
    }

    private void create(Scene.Create create) throws IOException, InterruptedException {
        send("POST", "/api/conversations", body(create.conversation(), create.settings()));
        if (create.settings().has("until")) {
            settle(new Scene.Settle(create.conversation(),
                    create.settings().get("until").textValue(), 0));
        }
    }

    /// The recorded conversations were all created alike.
    ///
    /// @param settings `model`; `text`, the first message, which starts a run; `options`, more
    ///        fields of the body; `llm`, more fields of the model
    private static JsonNode body(String conversation, JsonNode settings) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("conversation_id", conversation).put("autotitle", false);
        body.putObject("workspace").put("working_dir", "${WORK}/project");
        var agent = body.putObject("agent").put("kind", "Agent");
        var llm = agent.putObject("llm");
        llm.put("model", settings.required("model").textValue()).put("api_key", "sk-golden");
        llm.put("base_url", "http://127.0.0.1:18900/v1").put("usage_id", "agent");
        llm.put("num_retries", 0);
        agent.putArray("tools").add(tool("terminal")).add(tool("file_editor"));
        if (settings.has("text")) {
            var message = body.putObject("initial_message").put("role", "user").put("run", true);
            message.putArray("content").addObject().put("type", "text")
                    .put("text", settings.get("text").textValue());
        }
        settings.path("llm").properties().forEach(each -> llm.set(each.getKey(), each.getValue()));
        settings.path("options").properties()
                .forEach(each -> body.set(each.getKey(), each.getValue()));
        return body;
    }

    private static ObjectNode tool(String name) {
        return JsonNodeFactory.instance.objectNode().put("name", name);
    }

    private void write(Scene.Write write) throws IOException {
        var file = Path.of(rewrite.apply(write.path()));
        Files.createDirectories(file.getParent());
        Files.writeString(file, rewrite.apply(write.text()));
    }

    private void settle(Scene.Settle wanted) throws IOException, InterruptedException {
        var stillness = new Stillness(QUIET);
        var path = "/api/conversations/" + wanted.conversation() + "/events/count";
        Await.until(wanted.toString(), PATIENCE, () -> {
            var count = exchange("GET", path, "");
            return stillness.holds(count.body()) && count.json().asInt() >= wanted.events()
                    && status(wanted.conversation()).equals(wanted.status());
        });
    }

    private void send(String method, String path, JsonNode body)
            throws IOException, InterruptedException {
        var answer = exchange(method, path, body.isMissingNode() ? "" : body.toString());
        if (answer.status() >= 300) {
            throw new IOException(method + " " + path + " of a scene answered " + answer);
        }
    }

    private Answer exchange(String method, String path, String body)
            throws IOException, InterruptedException {
        Map<String, String> headers = new TreeMap<>();
        if (!places.key().isEmpty()) {
            headers.put("x-session-api-key", places.key());
        }
        if (!body.isEmpty()) {
            headers.put("content-type", "application/json");
        }
        return api.send(method, rewrite.apply(path), headers,
                rewrite.apply(body).getBytes(StandardCharsets.UTF_8));
    }
}
