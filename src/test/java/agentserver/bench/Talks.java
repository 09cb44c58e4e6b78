package agentserver.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// Conversations of one server with one model server.
///
/// @param workspace the directory they all work in
record Talks(Started server, Model model, Path workspace) {

    static final String ROOT = "/api/conversations";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long POLL_NANOS = 10_000_000;
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([0-9a-f-]{36})\"");

    /// A request for a conversation with a model, without a title.
    ///
    /// @param tools in JSON, without the brackets
    /// @param task  the first message, empty for none
    String request(String script, String tools, String task) {
        var message = task.isEmpty() ? "" : ", \"initial_message\": " + message(task, true);
        return """
                {"autotitle": false, "stuck_detection": false, "max_iterations": 20000,
                 "workspace": {"working_dir": "%s"}, "agent": {"tools": [%s], "llm": {
                 "model": "openai/%s", "api_key": "sk-bench", "base_url": "%s", "num_retries": 0}}%s}
                """.formatted(workspace, tools, script, model.url(), message);
    }

    static String message(String text, boolean run) {
        return "{\"role\": \"user\", \"run\": " + run
                + ", \"content\": [{\"type\": \"text\", \"text\": \"" + text + "\"}]}";
    }

    /// Opens one and returns its id.
    String open(Wire wire, String request) throws IOException {
        var answer = wire.post(ROOT, request);
        var id = ID.matcher(answer);
        if (!id.find()) {
            throw new IOException("no id in " + answer);
        }
        return id.group(1);
    }

    /// Opens one without anything to do.
    String openIdle(Wire wire) throws IOException {
        return open(wire, request("none", "", ""));
    }

    /// Waits until its agent has done all.
    void awaitEnd(Wire wire, String id) throws IOException {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var said = wire.get(ROOT + "/" + id);
            if (said.contains("\"execution_status\":\"finished\"")) {
                return;
            }
            if (said.contains("\"execution_status\":\"error\"") || System.nanoTime() > end) {
                throw new IOException("the conversation did not finish: " + said);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    static String terminal() {
        return "{\"name\": \"terminal\"}";
    }
}
