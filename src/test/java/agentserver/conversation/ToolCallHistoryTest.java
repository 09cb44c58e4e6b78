package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.llm.StrictEndpoint;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a model is told of its calls, held against an endpoint that checks it.
class ToolCallHistoryTest {

    private static final String ECHO = "{\"command\": \"echo hi\"}";

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
    void oneRejectedCallAmongSeveralLeavesAHistoryThatEndpointsTake() throws Exception {
        model.on("strict", new StrictEndpoint(
                ScriptedReply.text("Three.").andCall("terminal", ECHO).andCall("nosuch", "{}")
                        .andCall("terminal", ECHO),
                ScriptedReply.call("terminal", "{broken").andCall("terminal", ECHO),
                ScriptedReply.text("Done.")));

        var id = run("strict");

        assertEquals("Done.", answer(id));
        assertEquals(List.of("ActionEvent", "ActionEvent", "ActionEvent", "AgentErrorEvent",
                "ObservationEvent", "ObservationEvent", "ActionEvent", "ActionEvent",
                "AgentErrorEvent", "ObservationEvent"), calls(id));
    }

    @Test
    void whatTheUserSaysWhileAToolRunsLeavesAHistoryThatEndpointsTake() throws Exception {
        model.on("talk", new StrictEndpoint(
                ScriptedReply.call("terminal",
                        "{\"command\": \"touch began; until [ -e end ]; do sleep 0.05; done\"}"),
                ScriptedReply.text("Done.")));

        var id = conversations.open(conversations.request("talk", "go"));
        var directory = work.resolve("w");
        Await.until("the tool to run", Conversations.PATIENCE,
                () -> Files.exists(directory.resolve("began")));
        conversations.client().post("/api/conversations/" + id + "/events",
                Conversations.message("and then?", true));
        Files.createFile(directory.resolve("end"));
        conversations.await(id, "finished");

        assertEquals("Done.", answer(id));
        assertEquals("and then?", StreamSupport.stream(
                model.requests().getLast().body().path("messages").spliterator(), false)
                .toList().getLast().at("/content/0/text").asText());
    }

    @Test
    void bothResultsOfTwoCallsWithOneIdReachTheModel() throws Exception {
        var call = "{\"id\": \"c\", \"function\": {\"name\": \"terminal\","
                + " \"arguments\": {\"command\": \"echo %s\"}}}";
        model.on("twice", new StrictEndpoint(
                ScriptedReply.body(200, "application/json", "{\"choices\": [{\"message\":"
                        + " {\"tool_calls\": [" + call.formatted("one") + ", "
                        + call.formatted("two") + "]}}]}"),
                ScriptedReply.text("Done.")));

        assertEquals("Done.", answer(run("twice")));
        var told = model.requests().getLast().body().path("messages");
        assertTrue(told.get(told.size() - 2).at("/content/0/text").asText().startsWith("one"));
        assertTrue(told.get(told.size() - 1).at("/content/0/text").asText().startsWith("two"));
    }

    private String run(String script) throws Exception {
        var id = conversations.open(conversations.request(script, "go"));
        Await.until("the end of the run", Conversations.PATIENCE, () -> List.of("finished", "error")
                .contains(conversations.info(id).path("execution_status").asText()));
        return id;
    }

    private String answer(String id) throws Exception {
        return conversations.client().get("/api/conversations/" + id + "/agent_final_response")
                .json().path("response").asText();
    }

    private List<String> calls(String id) throws Exception {
        return conversations.events(id).stream().filter(event -> event.has("tool_call_id"))
                .map(event -> event.get("kind").asText()).toList();
    }
}
