package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.Answer;
import agentserver.testing.RunningServer;
import agentserver.testing.SocketClient;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets of conversations that are kept elsewhere.
class CredentialBindingTest {

    private static final String ROOT = "/api/conversations/";
    private static final String ID = "0b7cb55e-3e98-4259-998b-6343c08ef98d";
    private static final String NAME = "CODEX_AUTH_JSON";
    private static final String AWAITING =
            "{\"detail\":\"credential_binding_activation_required\",\"retryable\":true}";
    private static final String LATE =
            "Credential binding activation arrived after ACP initialization";

    @TempDir
    private Path work;
    private ScriptedLlm model;
    private CredentialBroker broker;
    private RunningServer server;
    private Conversations conversations;

    @BeforeEach
    void start() throws Exception {
        model = ScriptedLlm.start();
        broker = new CredentialBroker();
        restart();
    }

    private void restart() throws IOException {
        if (server != null) {
            server.close();
        }
        server = RunningServer.start(work);
        conversations = new Conversations(server, model);
    }

    @AfterEach
    void stop() {
        server.close();
        broker.close();
        model.close();
    }

    private Answer bind(String body) throws Exception {
        return server.client().put(ROOT + ID + "/credential-bindings/" + NAME, body);
    }

    private Answer bind() throws Exception {
        return bind(body(broker.url(), "Bearer scoped"));
    }

    private static String body(String url, String authorization) {
        return "{\"url\": \"" + url + "\", \"headers\": {\"Authorization\": \"" + authorization
                + "\"}}";
    }

    private ObjectNode request(String script) {
        return conversations.request(script).put("conversation_id", ID);
    }

    private ObjectNode withSecret(String value) {
        var request = request("words");
        request.putObject("secrets").putObject(NAME)
                .put("kind", "StaticSecret").put("value", value);
        return request;
    }

    private Answer events() throws Exception {
        return server.client().get(ROOT + ID + "/events/search");
    }

    private Path directory() {
        return work.resolve("workspace/conversations").resolve(ID.replace("-", ""));
    }

    private List<String> filesWith(String text) throws IOException {
        var found = new ArrayList<String>();
        Files.walkFileTree(directory(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (has(file, text)) {
                    found.add(file.toString());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof NoSuchFileException) { // it was moved to its place meanwhile
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        });
        return found;
    }

    private static boolean has(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
                    .contains(text);
        } catch (NoSuchFileException _) { // it was moved to its place meanwhile
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSourceThatTellsIsKeptForAConversationThatIsNotMadeYet() throws Exception {
        var answer = bind();

        assertEquals(204, answer.status(), answer.toString());
        assertEquals(0, answer.body().length);
        assertEquals(List.of("Bearer scoped"), broker.shown());
        assertEquals(404, server.client().get(ROOT + ID).status());
    }

    @Test
    void whatTheSourceAnswersDecides() throws Exception {
        var answers = Map.of(
                401, 403, 403, 403, 400, 422, 404, 422, 422, 422, 409, 409, 501, 501);
        for (var each : answers.entrySet()) {
            int before = broker.shown().size();
            broker.next(each.getKey(), "{}");
            var answer = bind();
            assertEquals(each.getValue(), answer.status(), answer.toString());
            assertEquals(before + 1, broker.shown().size(), "no second attempt");
        }
        for (var body : List.of("no JSON", "[]", "{\"value\": \"x\"}",
                "{\"value\": 1, \"version\": \"v\"}", "{\"value\": \"x\", \"version\": \"\"}")) {
            broker.next(200, body);
            var answer = bind();
            assertEquals(422, answer.status(), body);
            assertEquals("Credential binding source is invalid",
                    answer.json().get("detail").textValue());
        }
    }

    @Test
    void refusalsAreSaidInTheWordsThatClientsKnow() throws Exception {
        broker.next(403, "{}");
        assertEquals("{\"detail\":\"Credential binding authorization was rejected\"}",
                bind().json().toString());
        broker.next(409, "{}");
        assertEquals("{\"detail\":\"Credential binding source changed\"}",
                bind().json().toString());
        broker.next(501, "{}");
        assertEquals("501: Credential binding source is unsupported",
                bind().json().get("exception").textValue());
    }

    @Test
    void aSourceThatIsDownForAMomentIsAskedAgain() throws Exception {
        broker.next(503, "{}");
        assertEquals(204, bind().status());
        assertEquals(2, broker.shown().size());

        broker.next(503, "{}");
        broker.next(500, "{}");
        broker.next(307, ""); // is not followed
        var answer = bind();
        assertEquals(502, answer.status());
        assertEquals("502: Credential binding source is unavailable",
                answer.json().get("exception").textValue());
        assertEquals(5, broker.shown().size());

        broker.close();
        assertEquals(502, bind().status());
    }

    @Test
    void onlyWhatIsAskedForRightlyReachesTheSource() throws Exception {
        var long8193 = "x".repeat(8_193);
        for (var body : List.of("{}", "{\"url\": \"\"}", "{\"url\": null}",
                "{\"url\": \"" + "x".repeat(4_097) + "\"}",
                "{\"url\": \"" + broker.url() + "\", \"more\": 1}",
                "{\"url\": \"" + broker.url() + "\", \"headers\": {\"a\": \"\"}}",
                "{\"url\": \"" + broker.url() + "\", \"headers\": {\"\": \"a\"}}",
                "{\"url\": \"" + broker.url() + "\", \"headers\": {\"a\": 1}}",
                "{\"url\": \"" + broker.url() + "\", \"headers\": null}",
                body(broker.url(), long8193),
                body("ftp://127.0.0.1/x", "a"), body("/relative", "a"),
                body("http://127.0.0.1:abc/", "a"),
                body("http://169.254.169.254/latest/meta-data", "a"))) {
            var answer = bind(body);
            assertEquals(422, answer.status(), body.substring(0, Math.min(120, body.length())));
            assertFalse(answer.toString().contains(broker.url()), answer.toString());
        }
        var headers = new StringBuilder("\"h0\": \"v\"");
        for (int i = 1; i <= 16; i++) {
            headers.append(", \"h").append(i).append("\": \"v\"");
        }
        assertEquals(422, bind("{\"url\": \"" + broker.url() + "\", \"headers\": {" + headers
                + "}}").status());
        assertEquals(404, server.client().put(ROOT + ID + "/credential-bindings/OTHER",
                body(broker.url(), "a")).status());
        assertEquals(422, server.client().put(ROOT + ID + "/credential-bindings/OTHER",
                "{}").status());
        assertEquals(422, server.client().put(ROOT + "x/credential-bindings/" + NAME,
                body(broker.url(), "a")).status());
        assertTrue(broker.shown().isEmpty());
    }

    @Test
    void theValueIsASecretOfTheConversationAndKeptNowhere() throws Exception {
        model.on("shell", ScriptedReply.call("terminal", "{\"command\": \"test \\\"$" + NAME
                        + "\\\" = " + CredentialBroker.VALUE + " && echo same; echo $" + NAME
                        + "\"}"),
                ScriptedReply.text("done"));
        bind();
        var request = request("shell");
        request.putObject("secrets").putObject(NAME)
                .put("kind", "StaticSecret").put("value", "a copy");
        request.set("initial_message", Conversations.message("go", true));
        conversations.open(request);
        conversations.await(ID, "finished");

        var text = conversations.events(ID, "ObservationEvent").getFirst()
                .at("/observation/content/0/text").textValue();
        assertEquals("same\n<secret-hidden>", text);
        assertEquals("{}",
                conversations.info(ID).at("/secret_registry/secret_sources").toString());
        server.close();
        assertEquals(1, filesWith("CODEX_AUTH_JSON\"]").stream()
                .filter(file -> file.endsWith("events.jsonl")).count());
        for (var never : List.of("Bearer scoped", broker.url(), "\"" + NAME + "\":")) {
            assertEquals(List.of(), filesWith(never), never);
        }
        assertEquals(List.of(), filesWith("\"text\":\"" + CredentialBroker.VALUE));
    }

    @Test
    void nobodyGetsInAfterARestartUntilItIsBoundAgain() throws Exception {
        bind();
        conversations.open(request("words"));
        assertEquals(200, events().status());

        restart();
        assertEquals(200, server.client().get(ROOT + ID).status());
        assertEquals(1, server.client().get(ROOT + "count").json().intValue());
        for (var answer : List.of(events(), server.client().post(ROOT + ID + "/run", "{}"),
                server.client().post(ROOT + ID + "/events", Conversations.message("hi", true)),
                server.client().get(ROOT + ID + "/events/stream"))) {
            assertEquals(409, answer.status(), answer.toString());
            assertEquals(AWAITING, answer.json().toString());
        }
        try (var socket = SocketClient.open(server.base(), "/sockets/events/" + ID,
                Map.of("x-session-api-key", RunningServer.KEY))) {
            var end = socket.awaitClosing(Conversations.PATIENCE);
            assertEquals(1013, end.code());
            assertEquals("credential_binding_activation_required", end.reason());
        }
        assertEquals(200, server.client().post("/api/conversations", request("words")).status());
        assertEquals(409, server.client().post("/api/conversations", withSecret("x")).status());

        assertEquals(204, bind().status());
        assertEquals(200, events().status());
    }

    @Test
    void itIsDeletedUnbound() throws Exception {
        bind();
        conversations.open(request("words"));
        restart();

        assertEquals(200, server.client().delete(ROOT + ID).status());
        assertEquals(404, server.client().get(ROOT + ID).status());
    }

    @Test
    void aPauseOfTheMachineForgetsWhatWasBound() throws Exception {
        bind();
        conversations.open(request("words"));
        var pause = server.client().post(ROOT + "prepare-for-sandbox-pause", "");

        assertEquals(204, pause.status());
        assertEquals(409, events().status());
        assertEquals(204, bind().status());
        assertEquals(200, events().status());
    }

    @Test
    void boundAgainItShowsTheNewHeadersButStaysWhereItIs() throws Exception {
        bind();
        conversations.open(request("words"));

        assertEquals(204, bind(body(broker.url(), "Bearer new")).status());
        assertEquals("Bearer new", broker.shown().getLast());
        var elsewhere = bind(body(broker.url() + "/other", "Bearer new"));
        assertEquals(409, elsewhere.status());
        assertEquals(LATE, elsewhere.json().get("detail").textValue());
    }

    @Test
    void anAgentThatIsAtWorkKnowsItsSecretsAlready() throws Exception {
        model.on("words", ScriptedReply.text("Hello."));
        var request = request("words");
        request.set("initial_message", Conversations.message("hi", true));
        conversations.open(request);
        conversations.await(ID, "finished");

        var late = bind();
        assertEquals(409, late.status());
        assertEquals(LATE, late.json().get("detail").textValue());
    }

    @Test
    void copiesThatWereKeptBeforeAreRemovedFromTheLogToo() throws Exception {
        conversations.open(withSecret("one"));
        server.client().post(ROOT + ID + "/events", Conversations.message("hello", false));
        server.client().post(ROOT + ID + "/secrets",
                "{\"secrets\": {\"" + NAME + "\": \"two\", \"OTHER\": \"three\"}}");
        var before = events().json();
        restart();
        assertFalse(filesWith("\"" + NAME + "\":").isEmpty());

        assertEquals(204, bind().status());
        assertEquals(before, events().json());
        assertEquals(Set.of("OTHER"), Set.copyOf(names()));
        server.client().post(ROOT + ID + "/secrets",
                "{\"secrets\": {\"" + NAME + "\": \"four\"}}");
        server.close();
        assertEquals(List.of(), filesWith("\"" + NAME + "\":"));

        restart();
        assertEquals(409, events().status());
        bind();
        assertEquals(before, events().json());
        assertEquals(Set.of("OTHER"), Set.copyOf(names()));
    }

    @Test
    void aLoadedConversationWithACopyIsLoadedAnew() throws Exception {
        conversations.open(withSecret("one"));

        assertEquals(204, bind().status());
        assertEquals(200, events().status());
        assertEquals(List.of(), names());
        assertEquals(List.of(), filesWith("\"" + NAME + "\":"));
    }

    private List<String> names() throws Exception {
        var names = conversations.info(ID).at("/secret_registry/secret_sources").fieldNames();
        return StreamSupport.stream(
                ((Iterable<String>) () -> names).spliterator(), false).toList();
    }

    @Test
    void askedForAgainAConversationTakesThatOneSecret() throws Exception {
        conversations.open(request("words"));
        var again = withSecret("later");
        again.withObject("/secrets").putObject("OTHER").put("kind", "StaticSecret").put("value", "x");

        assertEquals(200, server.client().post("/api/conversations", again).status());
        assertEquals(List.of(NAME), names());
    }

    @Test
    void aForkHasWhatItsSourceHas() throws Exception {
        bind();
        conversations.open(request("words"));

        var fork = server.client().post(ROOT + ID + "/fork", "{}");
        assertEquals(201, fork.status(), fork.toString());
        var id = fork.json().get("id").textValue();
        assertEquals(200, server.client().get(ROOT + id + "/events/search").status());
        restart();
        assertEquals(409, server.client().get(ROOT + id + "/events/search").status());
    }
}
