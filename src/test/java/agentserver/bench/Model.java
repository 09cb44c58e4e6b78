package agentserver.bench;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/// A server of chat completions on loopback whose models do what they were told. Each conversation
/// to be timed has a model of its own.
final class Model implements AutoCloseable {

    private static final Pattern NAME = Pattern.compile("\"model\"\\s*:\\s*\"([^\"]+)\"");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger waiting = new AtomicInteger();

    Model() throws IOException {
        server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /// What one model does: so many calls of a tool, one a step, then a text that ends the run.
    static final class Script {

        private final String tool;
        private final String arguments;
        private final int calls;
        private final Duration delay;
        private final Samples gaps = new Samples();
        private int asked;
        private long answered;

        /// @param arguments of the call, in JSON, `%d` for the number of the step
        private Script(String tool, String arguments, int calls, Duration delay) {
            this.tool = tool;
            this.arguments = arguments;
            this.calls = calls;
            this.delay = delay;
        }

        static Script text(Duration delay) {
            return new Script("", "", 0, delay);
        }

        static Script think(int calls) {
            return new Script("think", "{\"thought\": \"step %d\"}", calls, Duration.ZERO);
        }

        static Script terminal(int calls) {
            return new Script("terminal", "{\"command\": \"true # %d\"}", calls, Duration.ZERO);
        }

        /// Milliseconds from each answer to the next question: what the server adds to its model.
        Samples gaps() {
            return gaps;
        }
    }

    /// Lets a model of this name do so. Scripts of one call serve many conversations at once, longer
    /// ones a single one.
    void on(String name, Script script) {
        scripts.put(name, script);
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /// How many questions wait for their answer now.
    int waiting() {
        return waiting.get();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var arrived = System.nanoTime();
        try (exchange) {
            var question = new String(
                    exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var name = NAME.matcher(question);
            var script = name.find() ? scripts.get(name.group(1)) : null;
            if (script == null) {
                exchange.sendResponseHeaders(400, -1);
                return;
            }
            waiting.incrementAndGet();
            try {
                closed.await(script.delay.toNanos(), TimeUnit.NANOSECONDS);
            } finally {
                waiting.decrementAndGet();
            }
            var reply = reply(script, question, arrived).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, reply.length);
            exchange.getResponseBody().write(reply);
            script.answered = System.nanoTime();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String reply(Script script, String question, long arrived) {
        if (script.calls == 0) {
            return text();
        }
        if (script.calls == 1) {
            return question.contains("\"tool_call_id\"") ? text() : call(script, 1);
        }
        if (script.asked > 0) {
            script.gaps.add((arrived - script.answered) / 1e6);
        }
        script.asked++;
        return script.asked <= script.calls ? call(script, script.asked) : text();
    }

    private static String call(Script script, int step) {
        var arguments = script.arguments.formatted(step).replace("\"", "\\\"");
        return message("""
                "content": null, "tool_calls": [{"id": "call_%d", "type": "function",
                "function": {"name": "%s", "arguments": "%s"}}]"""
                .formatted(step, script.tool, arguments), "tool_calls");
    }

    private static String text() {
        return message("\"content\": \"Done.\"", "stop");
    }

    private static String message(String content, String reason) {
        return """
                {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [
                {"index": 0, "message": {"role": "assistant", %s}, "finish_reason": "%s"}],
                "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}}
                """.formatted(content, reason);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
