// From dormant to a conversation. You will see each request's status: the server lives but answers
// 503, its init makes it yours, your key opens it, the demo model runs a command and finishes.
//
//     java examples/Example01Lifecycle.java

import module java.net.http;

final HttpClient http = HttpClient.newHttpClient();
String base;

void main() throws Exception {
    var work = Files.createTempDirectory("lifecycle");
    var server = start(work);
    try {
        show(call("GET", "/health", "", "none"));
        show(call("GET", "/api/init", "", "none"));
        show(call("POST", "/api/conversations", "{}", "none"));
        show(call("POST", "/api/init", """
                {"session_api_keys": ["my-key"], "env": {"WHO": "you"},
                 "conversations_path": "%s/conversations"}""".formatted(work), "pool-key"));
        show(call("POST", "/api/conversations", "{}", "none"));
        var created = show(call("POST", "/api/conversations", """
                {"agent": {"llm": {"model": "demo/agent"}, "tools": [{"name": "terminal"}]},
                 "workspace": {"working_dir": "%s/project"},
                 "initial_message": {"content": [
                   {"type": "text", "text": "Run `echo hello $WHO`"}]}}""".formatted(work),
                "my-key"));
        var id = created.replaceAll("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
        while (!call("GET", "/api/conversations/" + id, "", "my-key").body()
                .contains("\"execution_status\":\"finished\"")) {
            Thread.sleep(50);
        }
        show(call("GET", "/api/conversations/" + id + "/agent_final_response", "", "my-key"));
    } finally {
        server.destroy();
        IO.println("the server ended with code " + server.waitFor());
        new ProcessBuilder("rm", "-r", work.toString()).start().waitFor();
    }
}

/// Starts a dormant server, all of whose files are in one directory.
Process start(Path work) throws IOException {
    var program = System.getenv().getOrDefault("AGENT_SERVER", "target/image/bin/agent-server");
    int port;
    try (var free = new ServerSocket(0)) {
        port = free.getLocalPort();
    }
    base = "http://127.0.0.1:" + port;
    var command = new ProcessBuilder(Path.of(program).toAbsolutePath().toString(),
            "--host", "127.0.0.1", "--port", String.valueOf(port));
    command.environment().putAll(Map.of("OH_DEFERRED_INIT", "1", "OH_SECRET_KEY", "pool-key",
            "OH_PERSISTENCE_DIR", work.resolve("home").toString()));
    return command.directory(work.toFile()).redirectErrorStream(true)
            .redirectOutput(work.resolve("log").toFile()).start();
}

HttpResponse<String> call(String method, String path, String body, String key) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(base + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .headers("Content-Type", "application/json", "X-Init-API-Key", key,
                    "X-Session-API-Key", key).build();
    for (int attempt = 0; ; attempt++) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) { // it is still starting
            if (attempt == 1000) {
                throw e;
            }
            Thread.sleep(50);
        }
    }
}

String show(HttpResponse<String> answer) {
    var body = answer.body();
    IO.println(answer.statusCode() + " " + answer.request().uri().getPath() + "  "
            + body.substring(0, Math.min(90, body.length())));
    return body;
}
