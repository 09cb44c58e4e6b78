package agentserver.server.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A browser's DevTools protocol: commands with their answers, and the events that come in between.
final class DevTools implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final WebSocket socket;

    DevTools(URI address) throws Exception {
        socket = http.newWebSocketBuilder().buildAsync(address, new Listener())
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /// Sends a command and waits for its result.
    ///
    /// @param session of a page; empty for the browser itself
    /// @throws IllegalStateException when the browser refuses it
    JsonNode call(String session, String method, Map<String, Object> params) throws Exception {
        int id = ids.incrementAndGet();
        var command = MAPPER.createObjectNode().put("id", id).put("method", method);
        command.set("params", MAPPER.valueToTree(params));
        if (!session.isEmpty()) {
            command.put("sessionId", session);
        }
        var answer = new CompletableFuture<JsonNode>();
        waiting.put(id, answer);
        send(command);
        var result = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (result.has("error")) {
            throw new IllegalStateException(method + ": " + result.get("error"));
        }
        return result.get("result");
    }

    /// Everything that happened so far.
    List<JsonNode> events() {
        return new ArrayList<>(events);
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }

    private void send(ObjectNode command) throws Exception {
        socket.sendText(command.toString(), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void take(String message) {
            try {
                var node = MAPPER.readTree(message);
                var answer = waiting.remove(node.path("id").asInt());
                if (answer == null) {
                    events.add(node);
                } else {
                    answer.complete(node);
                }
            } catch (Exception broken) { // the protocol is JSON: whoever waits will hear of it
                waiting.values().forEach(answer -> answer.completeExceptionally(broken));
            }
        }
    }
}
