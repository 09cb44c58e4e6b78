package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.Answer;
import agentserver.testing.Await;
import agentserver.testing.ApiClient;
import agentserver.testing.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationTreeTest {

    private static final String ROOT = "/api/conversations/";

    @TempDir
    private Path work;
    private ScriptedLlm model;
    private RunningServer server;
    private Conversations conversations;
    private ApiClient client;

    @BeforeEach
    void start() throws Exception {
        model = ScriptedLlm.start();
        startServer();
    }

    private void startServer() throws Exception {
        server = RunningServer.start(work);
        conversations = new Conversations(server, model);
        client = conversations.client();
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
    }

    @Test
    void forkKeepsTheModelCredentials() throws Exception {
        model.on("m", ScriptedReply.text("one"), ScriptedReply.text("two"));
        var id = conversations.open(conversations.request("m", "hi"));
        conversations.await(id, "finished");

        var fork = fork(id, "{\"title\": \"Another way\"}").json().get("id").textValue();
        server.close();
        startServer();
        client.post(ROOT + fork + "/events", Conversations.message("go on", true));
        conversations.await(fork, "finished");

        assertEquals("Bearer sk-test", model.requests().getLast().headers().get("authorization"));
        assertEquals(4, conversations.events(fork, "MessageEvent").size());
        assertEquals(2, conversations.events(id, "MessageEvent").size());
    }

    @Test
    void aForkSaysWhereItComesFromAndStartsAfresh() throws Exception {
        model.on("m", ScriptedReply.text("one"));
        var id = conversations.open(conversations.request("m", "hi"));
        conversations.await(id, "finished");
        Await.until("the last event", Conversations.PATIENCE, () -> conversations.events(id)
                .getLast().path("key").asText().equals("stats"));

        var fork = fork(id, "{\"title\": \"Another way\", \"tags\": {\"a\": \"b\"}}").json();

        assertEquals(id, fork.get("forked_from_conversation_id").textValue());
        assertEquals("idle", fork.get("execution_status").textValue());
        assertEquals("{}", fork.at("/stats/usage_to_metrics").toString());
        assertEquals("Another way", fork.get("title").textValue());
        assertEquals("{\"a\":\"b\",\"title\":\"Another way\"}", fork.get("tags").toString());
        assertEquals(count(id), count(fork.get("id").textValue()));
    }

    @Test
    void aForkFromAnEventHasItsBranchAlone() throws Exception {
        model.on("m", ScriptedReply.text("one"));
        var id = conversations.open(conversations.request("m", "hi"));
        conversations.await(id, "finished");
        var message = conversations.events(id, "MessageEvent").getFirst().get("id").textValue();

        var fork = fork(id, "{\"from_event_id\": \"" + message + "\"}").json();

        assertEquals(message, fork.get("leaf_event_id").textValue());
        assertEquals("2", count(fork.get("id").textValue()));
        assertEquals(404, fork(id, "{\"from_event_id\": \"nope\"}").status());
        assertEquals(409, fork(id, "{\"id\": \"" + id + "\"}").status());
    }

    @Test
    void aForkDoesNotCarryOutWhatTheOriginalIsJustDoing() throws Exception {
        var marks = work.resolve("marks");
        model.on("m", ScriptedReply.call("terminal", "{\"command\": \"date >> " + marks
                + "; read -r -p waiting\"}"), ScriptedReply.text("one"), ScriptedReply.text("two"));
        var id = conversations.open(conversations.request("m", "go"));
        Await.until("the command to begin", Conversations.PATIENCE,
                () -> Files.exists(marks) && Files.size(marks) > 0);
        var action = conversations.events(id, "ActionEvent").getFirst().get("id").textValue();

        for (var body : List.of("{}", "{\"from_event_id\": \"" + action + "\"}")) {
            var fork = fork(id, body).json().get("id").textValue();

            var result = conversations.events(fork).getLast();
            assertEquals("AgentErrorEvent", result.get("kind").textValue());
            assertEquals(result.get("id"), conversations.info(fork).get("leaf_event_id"));
            assertEquals(200, client.post(ROOT + fork + "/run", "{}").status());
            conversations.await(fork, "finished");
            assertEquals(1, Files.readAllLines(marks).size());
        }
        assertEquals(0, conversations.events(id, "AgentErrorEvent").size());
    }

    @Test
    void whatFollowsAnEarlierEventHangsOnItEvenAfterARestart() throws Exception {
        model.on("m", ScriptedReply.text("answer-1"), ScriptedReply.text("answer-2"));
        var id = conversations.open(conversations.request("m", "question-1"));
        conversations.await(id, "finished");
        var first = conversations.events(id, "MessageEvent").getFirst().get("id").textValue();

        var info = navigate(id, "\"" + first + "\"");
        assertEquals(first, info.get("leaf_event_id").textValue());
        server.close();
        startServer();
        assertEquals(first, conversations.info(id).get("leaf_event_id").textValue());
        client.post(ROOT + id + "/events", Conversations.message("question-2", true));
        model.awaitRequests(2, Conversations.PATIENCE);
        conversations.await(id, "finished");

        var second = conversations.events(id, "MessageEvent").get(2);
        assertEquals(first, second.get("parent_id").textValue());
        var told = model.requests().getLast().body().get("messages").toString();
        assertTrue(told.contains("question-1") && told.contains("question-2"));
        assertFalse(told.contains("answer-1"));
    }

    @Test
    void beforeAllEventsANewTreeBeginsWithItsOwnPrompt() throws Exception {
        model.on("m", ScriptedReply.text("one"), ScriptedReply.text("two"));
        var id = conversations.open(conversations.request("m", "first"));
        conversations.await(id, "finished");

        assertTrue(navigate(id, "null").get("leaf_event_id").isNull());
        client.post(ROOT + id + "/events", Conversations.message("second", true));
        model.awaitRequests(2, Conversations.PATIENCE);
        conversations.await(id, "finished");

        var prompts = conversations.events(id, "SystemPromptEvent");
        assertEquals("__root__", prompts.getLast().get("parent_id").textValue());
        var roles = model.requests().getLast().body().get("messages").findValuesAsText("role");
        assertEquals(List.of("system", "user"), roles);
    }

    @Test
    void headStaysWhereItIsWhileARunIsUnderWay() throws Exception {
        var held = new HeldReplies(ScriptedReply.text("late"));
        model.on("m", held);
        var id = conversations.open(conversations.request("m", "go"));
        model.awaitRequests(1, Conversations.PATIENCE);

        var answer = client.post(ROOT + id + "/navigate", "{\"event_id\": null}");

        assertEquals(409, answer.status());
        held.release();
        conversations.await(id, "finished");
    }

    @Test
    void anUnknownEventIsNoPlaceToGo() throws Exception {
        var id = conversations.open(conversations.request("m"));

        assertEquals(404, client.post(
                ROOT + id + "/navigate", "{\"event_id\": \"nope\"}").status());
        assertEquals(422, client.post(ROOT + id + "/navigate", "{}").status());
    }

    private Answer fork(String id, String body) throws Exception {
        return client.post(ROOT + id + "/fork", body);
    }

    private JsonNode navigate(String id, String event) throws Exception {
        return client.post(ROOT + id + "/navigate", "{\"event_id\": " + event + "}").json();
    }

    private String count(String id) throws Exception {
        return client.get(ROOT + id + "/events/count").json().toString();
    }
}
