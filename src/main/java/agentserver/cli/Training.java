package agentserver.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What a server does while the image's start-up cache is recorded: its init, requests of every frequent
/// sort, sockets, and a conversation with a tool. The classes loaded and the profiles taken here
/// are what the next start finds ready.
final class Training {

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int ROUNDS = 25;
    private static final int SOCKETS = 20;
    private static final List<String> TASKS =
            List.of("Run `uname -sr`", "write note.txt: done", "Hello");

    /// What people look at: the first answer takes long without what the cache has of it.
    private static final List<String> LOOKS = List.of("/openapi.json", "/docs",
            "/api/conversations/search", "/api/conversations/count");

    private final URI server;

    /// @param server where a dormant server without an init key listens, `http://127.0.0.1:8000`
    Training(URI server) {
        this.server = server;
    }

    /// Waits for the server, and exercises it.
    ///
    /// @param workingDir a workspace for the conversation
    /// @throws IllegalStateException if the server does not answer as it should
    void run(Path workingDir) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            awaitStart(http);
            get(http, "/api/init");
            initialize(http, workingDir);
            converse(http, workingDir);
            for (var path : LOOKS) {
                get(http, path);
            }
        }
    }

    private void converse(HttpClient http, Path workingDir) throws IOException, InterruptedException {
        try (var dialogue = new Dialogue(http, server, workingDir, _ -> { })) {
            for (var task : TASKS) {
                var end = dialogue.say(task);
                if (!end.equals("finished")) {
                    throw new IllegalStateException("the demo conversation ended as " + end);
                }
            }
            for (var socket = 0; socket < SOCKETS; socket++) {
                dialogue.listenAgain();
            }
            var conversation = "/api/conversations/" + dialogue.id();
            for (var round = 0; round < ROUNDS; round++) {
                get(http, "/health");
                get(http, "/ready");
                get(http, "/server_info");
                get(http, conversation);
                get(http, conversation + "/events/search?limit=100");
                get(http, conversation + "/agent_final_response");
            }
        }
    }

    private void awaitStart(HttpClient http) throws IOException, InterruptedException {
        var end = System.nanoTime() + START.toNanos();
        while (true) {
            try {
                get(http, "/health");
                return;
            } catch (ConnectException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private void initialize(HttpClient http, Path workingDir)
            throws IOException, InterruptedException {
        var body = JsonNodeFactory.instance.objectNode()
                .put("conversations_path", workingDir.resolveSibling("conversations").toString())
                .put("bash_events_dir", workingDir.resolveSibling("bash").toString());
        body.putObject("env").put("TRAINING", "1");
        expectOk(http, HttpRequest.newBuilder(server.resolve("/api/init"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString())).build());
    }

    private void get(HttpClient http, String path) throws IOException, InterruptedException {
        expectOk(http, HttpRequest.newBuilder(server.resolve(path)).build());
    }

    private static void expectOk(HttpClient http, HttpRequest request)
            throws IOException, InterruptedException {
        var status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IllegalStateException(request.uri().getPath() + " answered " + status);
        }
    }
}
