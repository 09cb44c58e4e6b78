package agentserver.cli;

import agentserver.base.json.Json;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;

/// Puts the events that a socket brings into a queue, and a [MissingNode] at its end. Never waits:
/// a queue that is full is the end too.
final class Inbox implements WebSocket.Listener {

    /// How many events a queue for this should hold.
    static final int CAPACITY = 10_000;

    private final BlockingQueue<JsonNode> events;
    private final StringBuilder text = new StringBuilder();

    Inbox(BlockingQueue<JsonNode> events) {
        this.events = events;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
        text.append(part);
        if (last) {
            try {
                events.add(Json.lenient().readTree(text.toString()));
            } catch (JsonProcessingException broken) {
                throw new IllegalStateException("an event is no JSON", broken);
            }
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        events.offer(MissingNode.getInstance());
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
        events.offer(MissingNode.getInstance());
    }
}
