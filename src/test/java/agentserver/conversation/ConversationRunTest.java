package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationRunTest {

    @TempDir
    private Path work;
    private ScriptedLlm model;
    private RunningServer server;
    private Conversations conversations;

    @BeforeEach
    void start() throws Exception {
        model = ScriptedLlm.start();
        server = RunningServer.start(work);
        conversations = new Conversations(server, model);
    }

    @AfterEach
    void stop() {
        server.close();
        model.close();
    }

    @Test
    void anAnswerInWordsEndsTheTurn() throws Exception {
        model.on("words", ScriptedReply.text("Plain answer."));

        var id = conversations.open(conversations.request("words", "hi"));
        conversations.await(id, "finished");

        var answer = conversations.client()
                .get("/api/conversations/" + id + "/agent_final_response").json();
        assertEquals("Plain answer.", answer.get("response").textValue());
    }

    @Test
    void anEmptyReplyIsNudgedAndTheRunGoesOn() throws Exception {
        model.on("empty", ScriptedReply.text(""), ScriptedReply.text("Now I speak."));

        var id = conversations.open(conversations.request("empty", "hi"));
        conversations.await(id, "finished");

        var said = conversations.events(id, "MessageEvent").stream()
                .map(event -> event.get("source").textValue()).toList();
        assertEquals(List.of("user", "agent", "environment", "agent"), said);
    }

    @Test
    void callsAfterFinishAreAnsweredAsNotExecuted() throws Exception {
        model.on("more", ScriptedReply.call("finish", "{\"message\": \"done\"}")
                .andCall("terminal", "{\"command\": \"touch late\"}"));

        var id = conversations.open(conversations.request("more", "go"));
        conversations.await(id, "finished");

        var errors = conversations.events(id, "AgentErrorEvent");
        assertEquals(1, errors.size());
        assertEquals("terminal", errors.getFirst().get("tool_name").textValue());
        assertFalse(work.resolve("w/late").toFile().exists());
    }

    @Test
    void aModelThatFailsTwiceAndThenWorksIsAskedAgain() throws Exception {
        model.on("shaky", ScriptedReply.failure(500, "boom"), ScriptedReply.failure(500, "boom"),
                ScriptedReply.text("At last."));
        var request = conversations.request("shaky", "hi");
        var llm = (ObjectNode) request.at("/agent/llm");
        llm.put("num_retries", 3).put("retry_min_wait", 0).put("retry_max_wait", 0);

        var id = conversations.open(request);
        conversations.await(id, "finished");

        assertEquals(3, model.requests().size());
    }

    @Test
    void aModelEndpointThatIsDownEndsTheRunInErrorAndTheNextRunWorks() throws Exception {
        var request = conversations.request("any", "hi");
        try (var closed = new ClosedPort()) {
            ((ObjectNode) request.at("/agent/llm")).put("base_url", closed.base() + "/v1");

            var id = conversations.open(request);
            conversations.await(id, "error");

            var error = awaitEvent(id, "ConversationErrorEvent");
            assertEquals("LLMServiceUnavailableError", error.get("code").textValue());
            assertEquals("transient", error.at("/classification/kind").textValue());
            assertEquals(200, conversations.client()
                    .post("/api/conversations/" + id + "/run", "").status());
        }
    }

    private JsonNode awaitEvent(String id, String kind) throws Exception {
        return Await.value("the " + kind, Conversations.PATIENCE,
                () -> conversations.events(id, kind), events -> events.size() == 1).getFirst();
    }

    @Test
    void aTitleThatCanNotBeFoundIsSaidAndTheMessageIsTheTitle() throws Exception {
        model.on("m", ScriptedReply.failure(401, "no such key"));
        var id = conversations.open(conversations.request("m").put("autotitle", true));
        conversations.client().post("/api/conversations/" + id + "/events",
                Conversations.message("Mend the fence", false));
        Await.value("the title", Conversations.PATIENCE, () -> conversations.info(id),
                info -> info.get("title").asText().equals("Mend the fence"));

        var errors = conversations.events(id, "ConversationErrorEvent");
        assertEquals(1, errors.size());
        assertEquals("LLMAuthenticationError", errors.getFirst().get("code").textValue());
        assertEquals("idle", conversations.info(id).get("execution_status").textValue());
    }

    @Test
    void aCommandThatNeverEndsTimesOutAndTheShellSurvives() throws Exception {
        model.on("sleepy",
                ScriptedReply.call("terminal", "{\"command\": \"sleep 100\", \"timeout\": 1}"),
                ScriptedReply.call("terminal", "{\"command\": \"C-c\", \"is_input\": true}"),
                ScriptedReply.call("terminal", "{\"command\": \"echo alive\"}"),
                ScriptedReply.text("done"));

        var id = conversations.open(conversations.request("sleepy", "go"));
        conversations.await(id, "finished");

        var observations = conversations.events(id, "ObservationEvent");
        assertTrue(observations.get(0).at("/observation/timeout").booleanValue());
        assertEquals(-1, observations.get(0).at("/observation/exit_code").intValue());
        assertEquals("alive", observations.get(2).at("/observation/content/0/text").textValue());
    }

    @Test
    void aSecondRunIsRefusedWhileOneIsUnderWay() throws Exception {
        var held = new HeldReplies(ScriptedReply.text("late"));
        model.on("slow", held);
        var id = conversations.open(conversations.request("slow", "go"));
        model.awaitRequests(1, Conversations.PATIENCE);

        var answer = conversations.client().post("/api/conversations/" + id + "/run", "");

        assertEquals(409, answer.status());
        held.release();
        conversations.await(id, "finished");
    }

    @Test
    void aMessageThatComesWhileTheAgentAnswersIsAnsweredToo() throws Exception {
        var held = new HeldReplies(ScriptedReply.text("one"), ScriptedReply.text("two"));
        model.on("chat", held);
        var id = conversations.open(conversations.request("chat", "first"));
        model.awaitRequests(1, Conversations.PATIENCE);

        conversations.client().post("/api/conversations/" + id + "/events",
                Conversations.message("second", true));
        held.release();
        conversations.await(id, "finished");

        var agent = conversations.events(id, "MessageEvent").stream()
                .filter(event -> event.get("source").textValue().equals("agent"))
                .map(event -> event.at("/llm_message/content/0/text").textValue()).toList();
        assertEquals(List.of("one", "two"), agent);
    }

    @Test
    void aRunThatReachesItsLimitOfStepsIsInError() throws Exception {
        model.on("thinker", _ -> ScriptedReply.call("think", "{\"thought\": \"hm\"}"));
        var request = conversations.request("thinker", "go").put("max_iterations", 2);

        var id = conversations.open(request);
        conversations.await(id, "error");

        assertEquals(2, conversations.events(id, "ActionEvent").size());
        assertEquals("MaxIterationsReached",
                awaitEvent(id, "ConversationErrorEvent").get("code").textValue());
    }

    @Test
    void anActionThatNeedsConfirmationWaitsAndRunsOnTheNextRun() throws Exception {
        model.on("risky", ScriptedReply.call("terminal", "{\"command\": \"touch made\"}"),
                ScriptedReply.text("done"));
        var request = conversations.request("risky", "go");
        request.putObject("confirmation_policy").put("kind", "AlwaysConfirm");

        var id = conversations.open(request);
        conversations.await(id, "waiting_for_confirmation");
        assertFalse(work.resolve("w/made").toFile().exists());
        assertEquals(200, conversations.client()
                .post("/api/conversations/" + id + "/run", "").status());
        conversations.await(id, "finished");

        assertTrue(work.resolve("w/made").toFile().exists());
    }
}
