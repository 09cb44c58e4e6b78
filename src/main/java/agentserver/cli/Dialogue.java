package agentserver.cli;

import agentserver.base.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// One conversation with the built-in demo model, held over the API: a conversation is created, its
/// socket opened, and each event shown as it arrives.
///
/// For one thread at a time. Every wait ends after [#LIMIT].
final class Dialogue implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Set<String> ENDED = Set.of("finished", "error", "stuck", "paused");

    private final HttpClient http;
    private final URI server;
    private final Consumer<JsonNode> seen;
    private final String id;
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>(Inbox.CAPACITY);
    private final WebSocket socket;

    /// Creates the conversation and waits for the first event, which says that the socket is live.
    ///
    /// @param server     where the server listens, `http://127.0.0.1:8000`
    /// @param workingDir the agent's workspace
    /// @param seen       gets each event, on the caller's thread, within [#say]
    Dialogue(HttpClient http, URI server, Path workingDir, Consumer<JsonNode> seen)
            throws IOException, InterruptedException {
        this.http = http;
        this.server = server;
        this.seen = seen;
        id = post("/api/conversations", Map.of(
                "agent", Map.of(
                        "llm", Map.of("model", "demo/agent", "usage_id", "demo"),
                        "tools", Stream.of("terminal", "file_editor")
                                .map(name -> Map.of("name", name)).toList()),
                "workspace", Map.of("working_dir", workingDir.toString())))
                .get("id").asText();
        socket = open();
        next();
    }

    String id() {
        return id;
    }

    /// Sends a message, lets the agent work and shows every event of it.
    ///
    /// @return how it ended: `finished`, or what went otherwise
    String say(String text) throws IOException, InterruptedException {
        post("/api/conversations/" + id + "/events", Map.of(
                "content", List.of(Map.of("type", "text", "text", text)),
                "run", true));
        while (true) {
            var event = next();
            var status = event.path("value").path("execution_status").asText();
            if (event.path("key").asText().equals("full_state") && ENDED.contains(status)) {
                return status;
            }
        }
    }

    /// The agent's last answer.
    String answer() throws IOException, InterruptedException {
        var uri = server.resolve("/api/conversations/" + id + "/agent_final_response");
        return send(HttpRequest.newBuilder(uri)).get("response").asText();
    }

    /// Opens and leaves a second socket that is sent all events so far.
    void listenAgain() throws InterruptedException {
        var again = new LinkedBlockingQueue<JsonNode>(Inbox.CAPACITY);
        var second = connect("?resend_mode=all", again);
        take(again);
        second.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Override
    public void close() {
        socket.abort();
    }

    private JsonNode next() throws InterruptedException {
        var event = take(events);
        seen.accept(event);
        return event;
    }

    private static JsonNode take(BlockingQueue<JsonNode> from) throws InterruptedException {
        var event = from.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (event == null || event.isMissingNode()) {
            throw new IllegalStateException(event == null
                    ? "no event for " + LIMIT.toSeconds() + " s" : "the server closed the socket");
        }
        return event;
    }

    private WebSocket open() {
        return connect("", events);
    }

    private WebSocket connect(String query, BlockingQueue<JsonNode> into) {
        var uri = URI.create("ws://" + server.getAuthority() + "/sockets/events/" + id + query);
        return http.newWebSocketBuilder().connectTimeout(LIMIT)
                .buildAsync(uri, new Inbox(into)).join();
    }

    private JsonNode post(String path, Map<String, ?> body)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(server.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(Json.lenient().writeValueAsBytes(body))));
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        var response = http.send(request.timeout(LIMIT).build(), BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(response.request().method() + " "
                    + response.request().uri().getPath() + " answered " + response.statusCode());
        }
        return Json.lenient().readTree(response.body());
    }
}
