package agentserver.conversation;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// Keeps a secret on loopback, and tells it to everybody; before that it answers as it is told.
final class CredentialBroker implements AutoCloseable {

    static final String VALUE = "codex-tells-nobody";
    private static final String GOOD = "{\"value\": \"" + VALUE + "\", \"version\": \"v1\"}";

    private record Reply(int status, String body) {}

    private final HttpServer http;
    private final Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private final List<String> shown = new CopyOnWriteArrayList<>();

    CredentialBroker() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        http.createContext("/", this::handle);
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/credential";
    }

    /// Answers the next request like this.
    void next(int status, String body) {
        replies.add(new Reply(status, body));
    }

    /// What each request has shown as its `Authorization`.
    List<String> shown() {
        return List.copyOf(shown);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            shown.add(exchange.getRequestHeaders().getFirst("Authorization"));
            var next = replies.poll();
            var reply = next == null ? new Reply(200, GOOD) : next;
            if (reply.status() / 100 == 3) {
                exchange.getResponseHeaders().set("Location", url());
            }
            var body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
