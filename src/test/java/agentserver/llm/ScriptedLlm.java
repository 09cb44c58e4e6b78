package agentserver.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// A server of chat completions on a loopback port that answers what it was told to, in JSON or as
/// a stream.
///
/// ```java
/// try (var llm = ScriptedLlm.start()) {
///     llm.on("m", ScriptedReply.call("think", "{}"), ScriptedReply.text("done"));
///     … base_url = llm.baseUrl(), model = "openai/m" …
/// }
/// ```
///
/// A model without a script, or whose script has run out, answers 400 with a text that says so, and
/// [#close] then fails the test. Any thread may use it.
public final class ScriptedLlm implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// A request as it arrived; header names in lower case.
    public record Request(String path, Map<String, String> headers, JsonNode body) {

        public String model() {
            return body.path("model").asText();
        }

        public boolean streamed() {
            return body.path("stream").asBoolean();
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Function<Request, ScriptedReply>> scripts =
            new ConcurrentHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<String> unscripted = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger replies = new AtomicInteger();
    private volatile Function<Request, ScriptedReply> otherwise = this::runOut;

    private ScriptedLlm(HttpServer server) {
        this.server = server;
    }

    public static ScriptedLlm start() {
        try {
            var loopback = InetAddress.getLoopbackAddress();
            var llm = new ScriptedLlm(HttpServer.create(new InetSocketAddress(loopback, 0), 0));
            llm.server.setExecutor(llm.threads);
            llm.server.createContext("/", llm::handle);
            llm.server.start();
            return llm;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Such a server with the scripts of the recorded conversations.
    public static ScriptedLlm golden() {
        var llm = start();
        llm.otherwise = GoldenScripts::answer;
        return llm;
    }

    /// Answers requests for `model` with these replies, one after the other.
    public ScriptedLlm on(String model, ScriptedReply... answers) {
        Queue<ScriptedReply> left = new ConcurrentLinkedQueue<>(List.of(answers));
        return on(model, request -> {
            var next = left.poll();
            return next == null ? runOut(request) : next;
        });
    }

    /// Answers requests for `model` with what `script` makes of each.
    public ScriptedLlm on(String model, Function<Request, ScriptedReply> script) {
        scripts.put(model, script);
        return this;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// The `base_url` to configure.
    public String baseUrl() {
        return "http://127.0.0.1:" + port() + "/v1";
    }

    /// All requests so far, oldest first.
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /// Waits until that many requests have arrived.
    public void awaitRequests(int count, Duration patience) throws InterruptedException {
        var left = patience.toNanos();
        lock.lock();
        try {
            while (requests.size() < count) {
                if (left <= 0) {
                    throw new AssertionError(requests.size() + " requests came, not " + count);
                }
                left = arrived.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Stops at once, hanging answers too.
    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
        if (!unscripted.isEmpty()) {
            throw new AssertionError("requests without a script: " + unscripted);
        }
    }

    private ScriptedReply runOut(Request request) {
        unscripted.add(request.model());
        return ScriptedReply.failure(400, "ScriptedLlm: the script of model " + request.model()
                + " has run out, or was never given");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = read(exchange);
            note(request);
            var reply = scripts.getOrDefault(request.model(), otherwise).apply(request);
            var waits = reply.ending() == ScriptedReply.Ending.HANG
                    ? Duration.ofDays(1) : reply.delay();
            if (closed.await(waits.toNanos(), TimeUnit.NANOSECONDS)
                    || reply.ending() == ScriptedReply.Ending.CLOSE) {
                return;
            }
            send(exchange, reply, body(request, reply));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void note(Request request) {
        lock.lock();
        try {
            requests.add(request);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static Request read(HttpExchange exchange) throws IOException {
        var headers = new TreeMap<String, String>();
        exchange.getRequestHeaders().forEach((name, values) ->
                headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        var body = JSON.readTree(exchange.getRequestBody().readAllBytes());
        return new Request(exchange.getRequestURI().toString(), headers, body);
    }

    private ScriptedReply.Raw body(Request request, ScriptedReply reply) {
        if (reply.raw().isPresent()) {
            return reply.raw().get();
        }
        var writer = new ScriptedWriter(request.model(), replies.incrementAndGet());
        return request.streamed()
                ? new ScriptedReply.Raw(200, "text/event-stream", writer.stream(reply))
                : new ScriptedReply.Raw(200, "application/json", writer.whole(reply));
    }

    private void send(HttpExchange exchange, ScriptedReply reply, ScriptedReply.Raw raw)
            throws IOException, InterruptedException {
        var bytes = raw.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", raw.contentType());
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        var whole = reply.ending() == ScriptedReply.Ending.COMPLETE;
        exchange.sendResponseHeaders(raw.status(), bytes.length == 0 ? -1 : bytes.length);
        var body = exchange.getResponseBody();
        body.write(bytes, 0, whole ? bytes.length : bytes.length / 2);
        body.flush();
        if (reply.ending() == ScriptedReply.Ending.STALL) {
            closed.await();
        }
    }
}
