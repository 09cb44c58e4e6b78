package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import agentserver.base.store.LeaseOwner;
import agentserver.base.store.LeaseTerms;
import agentserver.conversation.disk.ConversationCheck;
import agentserver.testing.Answer;
import agentserver.testing.ServerProcess;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two servers, each a process of its own, that share the directory of conversations: what one has
/// open the other reads, and does not write. Source: contract 02 §4.2, §8.1, §10.5.
class TwoServersTest {

    private static final String ROOT = "/api/conversations";
    private static final String ID = "55555555-0000-4000-8000-000000000001";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path work;
    private ServerProcess a;
    private ServerProcess b;

    @BeforeEach
    void start() throws Exception {
        a = server("a");
        b = server("b");
    }

    private ServerProcess server(String name) throws Exception {
        return ServerProcess.start(Files.createDirectories(work.resolve(name)), Map.of(
                "OH_CONVERSATIONS_PATH", work.resolve("conversations").toString(),
                "OH_SECRET_KEY", "shared"));
    }

    @AfterEach
    void stop() {
        a.close();
        b.close();
    }

    private ObjectNode request() {
        var request = JSON.createObjectNode().put("autotitle", false);
        request.putObject("workspace").put("working_dir", work.resolve("w").toString());
        request.putObject("agent").putObject("llm").put("model", "demo/agent");
        return request;
    }

    private static Answer post(ServerProcess server, String path, JsonNode body) throws Exception {
        try (var client = server.client("")) {
            return client.post(ROOT + path, body);
        }
    }

    private static Answer keyed(ServerProcess server, String key, ObjectNode body) throws Exception {
        try (var client = server.client("")) {
            return client.send("POST", ROOT, Map.of("content-type", "application/json",
                    "idempotency-key", key), body.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static int say(ServerProcess server, String text) throws Exception {
        return post(server, "/" + ID + "/events", Conversations.message(text, false)).status();
    }

    private static List<String> said(ServerProcess server) throws Exception {
        try (var client = server.client("")) {
            var texts = new ArrayList<String>();
            client.get(ROOT + "/" + ID + "/events/search?kind=MessageEvent").json().get("items")
                    .forEach(event -> texts.add(
                            event.at("/llm_message/content/0/text").textValue()));
            return texts;
        }
    }

    private List<String> findings() throws Exception {
        var found = new ArrayList<String>();
        var terms = new LeaseTerms(
                LeaseOwner.ofThisProcess(), Duration.ofSeconds(45), InstantSource.system());
        new ConversationCheck(terms, false, finding -> found.add(finding.toString()))
                .check(work.resolve("conversations"));
        return found;
    }

    @Test
    void secondServerFindsWhatTheFirstHasOpenAndWritesNothing() throws Exception {
        var request = request().put("conversation_id", ID);
        assertEquals(201, post(a, "", request).status());
        assertEquals(200, say(a, "m1"));

        var known = post(b, "", request);

        assertEquals(200, known.status(), known.toString());
        assertEquals(ID, known.json().get("id").textValue());
        assertEquals(200, say(a, "m2"));
        assertEquals(404, say(b, "m3"));
        assertEquals(200, say(a, "m4"));
        assertEquals(List.of("m1", "m2", "m4"), said(b));
        assertEquals(List.of(), findings());
        a.close();
        assertEquals(200, say(b, "m5"));
        assertEquals(List.of("m1", "m2", "m4", "m5"), said(b));
        assertEquals(List.of(), findings());
    }

    @Test
    void keyThatTheOtherServerKnowsGetsItsFirstAnswer() throws Exception {
        var first = keyed(b, "k", request());
        assertEquals(201, first.status());

        var again = keyed(a, "k", request());

        assertEquals(201, again.status(), again.toString());
        assertEquals(first.json(), again.json());
        assertEquals(422, keyed(a, "k", request().put("max_iterations", 7)).status());
        var directory = first.json().get("id").textValue().replace("-", "");
        var log = Files.readString(work.resolve("conversations").resolve(directory)
                .resolve("events.jsonl"));
        assertEquals(2, log.split("\"kind\":\"Created\"", -1).length);
    }

    @Test
    void forkToAnIdOfTheOtherServerIsAConflict() throws Exception {
        assertEquals(201, post(a, "", request().put("conversation_id", ID)).status());
        var source = post(b, "", request()).json().get("id").textValue();

        var fork = post(b, "/" + source + "/fork", JSON.createObjectNode().put("id", ID));

        assertEquals(409, fork.status(), fork.toString());
        assertFalse(fork.text().contains(work.toString()), fork.toString());
        assertEquals(200, say(a, "still mine"));
    }

    @Test
    void idThatBothMakeAtOnceIsMadeOnce() throws Exception {
        for (int round = 0; round < 5; round++) {
            var id = "55555555-0000-4000-8000-00000000010" + round;
            var statuses = new HashMap<Integer, Integer>();
            for (var answer : together(id)) {
                statuses.merge(answer.status(), 1, Integer::sum);
            }
            assertEquals(Map.of(200, 7, 201, 1), statuses);
        }
        assertEquals(List.of(), findings());
    }

    private List<Answer> together(String id) throws Exception {
        Callable<Answer> onA = () -> post(a, "", request().put("conversation_id", id));
        Callable<Answer> onB = () -> post(b, "", request().put("conversation_id", id));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers = new ArrayList<Answer>();
            for (Future<Answer> answer : threads.invokeAll(
                    List.of(onA, onB, onA, onB, onA, onB, onA, onB))) {
                answers.add(answer.get());
            }
            return answers;
        }
    }
}
