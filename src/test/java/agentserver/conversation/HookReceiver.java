package agentserver.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// A receiver of webhooks on loopback that keeps what it took, and answers as it is told.
final class HookReceiver implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// A request that was taken.
    record Taken(String path, Map<String, String> headers, JsonNode body) {}

    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile int refusals;
    private volatile String elsewhere = "";
    private volatile CountDownLatch answering = new CountDownLatch(0);

    HookReceiver() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
        http.start();
    }

    String base() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/hook/";
    }

    /// Refuses so many requests before it takes the next.
    void refuse(int requests) {
        refusals = requests;
    }

    /// Sends everybody to another place, and takes nothing.
    void redirect(String address) {
        elsewhere = address;
    }

    /// Answers nobody from now on.
    void hold() {
        answering = new CountDownLatch(1);
    }

    /// Answers everybody again.
    void release() {
        answering.countDown();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int share = exchange.getRequestURI().getPath().startsWith("/hook/events/") ? 1 : 0;
            most.accumulateAndGet(atOnce.addAndGet(share), Math::max);
            var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            answering.await();
            if (!elsewhere.isEmpty()) {
                refused.incrementAndGet();
                exchange.getResponseHeaders().set("Location", elsewhere);
                exchange.sendResponseHeaders(307, -1);
                return;
            }
            boolean refuses = refused.getAndUpdate(
                    count -> Math.min(count + 1, Math.max(count, refusals))) < refusals;
            if (!refuses) {
                var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
                exchange.getRequestHeaders().forEach(
                        (name, values) -> headers.put(name, String.join(",", values)));
                taken.add(new Taken(exchange.getRequestURI().getPath(), headers, body));
            }
            atOnce.addAndGet(-share);
            exchange.sendResponseHeaders(refuses ? 500 : 204, -1);
        } catch (InterruptedException _) { // closed
            Thread.currentThread().interrupt();
        }
    }

    List<Taken> requests(String path) {
        return taken.stream().filter(request -> request.path().equals(path)).toList();
    }

    /// All events that came for a conversation, in the order of arrival.
    List<JsonNode> events(String id) {
        var events = new ArrayList<JsonNode>();
        requests("/hook/events/" + id.replace("-", ""))
                .forEach(request -> request.body().forEach(events::add));
        return events;
    }

    List<JsonNode> notices() {
        return requests("/hook/conversations").stream().map(Taken::body).toList();
    }

    /// The most requests with events there were at once; notices come beside them.
    int most() {
        return most.get();
    }

    int refused() {
        return refused.get();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
    }
}
