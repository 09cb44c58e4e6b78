package agentserver.server.init;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.secret.Fernet;
import agentserver.testing.Answer;
import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import agentserver.testing.HandshakeRefused;
import agentserver.testing.RunningServer;
import agentserver.testing.SocketClient;
import agentserver.testing.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A dormant server, and what its init makes of it.
class InitTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> DORMANT =
            Map.of("OH_DEFERRED_INIT", "1", "OH_SECRET_KEY", "init-key");
    private static final Pattern TOKEN = Pattern.compile("gAAAA[\\w=-]+");

    @TempDir
    private Path work;
    private RunningServer server;
    private ApiClient client;

    @BeforeEach
    void start() throws IOException {
        server = RunningServer.start(work, DORMANT);
        client = server.client();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void oneOfTwentyCallersWins() throws Exception {
        var start = new CountDownLatch(1);
        var answers = new ArrayList<Future<Answer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 20; caller++) {
                answers.add(threads.submit(() -> {
                    start.await();
                    return init("{\"session_api_keys\": [\"test-key\"]}");
                }));
            }
            start.countDown();
        }

        var statuses = answers.stream().map(Future::resultNow)
                .collect(Collectors.groupingBy(Answer::status, Collectors.counting()));
        assertEquals(Map.of(200, 1L, 400, 19L), statuses);
        assertTrue(answers.stream().map(Future::resultNow).map(Answer::text)
                .filter(text -> text.contains("detail"))
                .allMatch(text -> text.contains("server already in state: ")));
    }

    @Test
    void keysHoldForRequestsAndSocketsOnceReady() throws Exception {
        init("{\"session_api_keys\": [\"test-key\"]}");
        var path = "/sockets/events/00000000-0000-0000-0000-000000000001";

        assertEquals(404, client.get("/api/conversations/" + path.substring(16)).status());
        assertEquals(401, call("GET", "/api/conversations/x", Map.of(), "").status());
        assertEquals(401, call("GET", "/api/conversations/x",
                Map.of("x-session-api-key", "init-key"), "").status());
        var refused = assertThrows(HandshakeRefused.class, () -> SocketClient.open(
                server.base(), path, Map.of("x-session-api-key", "other")));
        assertEquals(403, refused.status());
    }

    @Test
    void aSocketOfADormantServerIsRefused() {
        var refused = assertThrows(HandshakeRefused.class, () -> SocketClient.open(server.base(),
                "/sockets/events/00000000-0000-0000-0000-000000000001", Map.of()));

        assertEquals(503, refused.status());
    }

    @Test
    void theNewSecretKeyOpensTheInitFromThenOn() throws Exception {
        init("{\"secret_key\": \"mine\"}");

        assertEquals(401, init("{}").status());
        assertEquals(400, call("POST", "/api/init", Map.of("x-init-api-key", "mine",
                "content-type", "application/json"), "{}").status());
    }

    @Test
    void newSecretKeyIsUsedAfterInit() throws Exception {
        init("{\"secret_key\": \"mine\", \"session_api_keys\": [\"test-key\"]}");
        converse("hi", "\"secrets\": {\"T\": {\"kind\": \"StaticSecret\", \"value\": \"hush\"}}");

        var tokens = tokens();

        assertTrue(tokens.stream().anyMatch(
                token -> new Fernet("mine").decrypt(token).equals(Optional.of("hush"))));
        assertTrue(tokens.stream().allMatch(
                token -> new Fernet("init-key").decrypt(token).isEmpty()));
    }

    @Test
    void originsAndRootPathOfTheInitHoldAtOnce() throws Exception {
        var page = Map.of("origin", "https://app.example", "access-control-request-method", "GET");
        assertEquals(400, call("OPTIONS", "/api/conversations", page, "").status());

        init("""
                {"allow_cors_origins": ["https://app.example"],
                 "web_url": "https://host.example/runtime/1/"}""");

        assertEquals(200, call("OPTIONS", "/runtime/1/api/conversations", page, "").status());
        assertEquals(200, call("GET", "/runtime/1/health", Map.of(), "").status());
    }

    @Test
    void toolsSeeTheVariablesOfTheInitAndNoneOfAFailedOne() throws Exception {
        init("{\"env\": {\"LOST\": \"1\", \"BOTH\": \"1\"}, \"bash_events_dir\": \"/proc/no\"}");
        init("""
                {"env": {"BOTH": "2", "OH_TOOL_ENV": "NONE", "OH_SECRET_KEY": "other"},
                 "session_api_keys": ["test-key"]}""");

        var id = converse("`echo \\\"[$LOST][$BOTH][$OH_SECRET_KEY]\\\"`", "\"title\": null");

        var events = client.get("/api/conversations/" + id + "/events/search").text();
        assertTrue(events.contains("[][2][]"), events);
        assertEquals(400, init("{}").status()); // by the same key: env is no configuration
        assertEquals(Optional.empty(), Optional.ofNullable(System.getenv("BOTH")));
    }

    @Test
    void aRefusedInitLeavesNotEvenAnError() throws Exception {
        for (var wrong : new String[] {"{\"webhooks\": [{\"base_url\": \"not a url\"}]}",
                "{\"max_concurrent_runs\": 0}", "{\"conversations_path\": 7}", "[]", "{"}) {
            assertEquals(422, init(wrong).status(), wrong);
        }

        assertEquals("{\"state\":\"dormant\",\"error\":null}", client.get("/api/init").text());
    }

    @Test
    void conversationsAreKeptWhereTheInitSays() throws Exception {
        init("{\"session_api_keys\": [\"test-key\"], \"conversations_path\": \"" + work
                + "/user/c\"}");

        var id = converse("hi", "\"title\": null");

        assertTrue(Files.isDirectory(work.resolve("user/c").resolve(id.replace("-", ""))));
        assertFalse(Files.exists(work.resolve("workspace/conversations")));
    }

    private Answer init(String body) throws IOException, InterruptedException {
        return call("POST", "/api/init", Map.of(
                "x-init-api-key", "init-key", "content-type", "application/json"), body);
    }

    private Answer call(String method, String path, Map<String, String> headers, String body)
            throws IOException, InterruptedException {
        return client.send(method, path, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /// Holds a conversation with the demo model, to its end, and returns its id.
    private String converse(String text, String more) throws IOException, InterruptedException {
        var answer = client.post("/api/conversations", """
                {"agent": {"llm": {"model": "demo/agent"}, "tools": [{"name": "terminal"}]},
                 "workspace": {"working_dir": "%s"}, "autotitle": false,
                 "initial_message": {"content": [{"type": "text", "text": "%s"}]}, %s}"""
                .formatted(work.resolve("project"), text, more).replace(", \"title\": null", ""));
        assertEquals(201, answer.status(), answer.text());
        var id = answer.json().get("id").textValue();
        Await.until("the conversation to finish", PATIENCE, () ->
                client.get("/api/conversations/" + id).json().path("execution_status").asText()
                        .equals("finished"));
        return id;
    }

    private List<String> tokens() throws IOException {
        var text = new StringBuilder();
        for (var file : Trees.below(work)) {
            if (Files.isRegularFile(file)) {
                text.append(readIfThere(file)).append('\n');
            }
        }
        return TOKEN.matcher(text).results().map(found -> found.group()).toList();
    }

    private static String readIfThere(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException _) { // the server has removed it
            return "";
        }
    }
}
