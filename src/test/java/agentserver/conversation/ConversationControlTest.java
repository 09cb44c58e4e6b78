package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationControlTest {

    private static final String ROOT = "/api/conversations/";
    private static final String UNKNOWN = "00000000-0000-0000-0000-000000000001";
    private static final String ALWAYS = "{\"policy\": {\"kind\": \"AlwaysConfirm\"}}";

    /// Tools that others must not wait for take 100 s here.
    private static final Duration LONG_BUT_NO_TOOL = Duration.ofSeconds(60);

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
    void pauseAndMessageAreAcceptedWhileAToolRuns() throws Exception {
        model.on("m", ScriptedReply.call("terminal", "{\"command\": \"sleep 100\", "
                + "\"timeout\": 100}"));
        var id = conversations.open(conversations.request("m", "go"));
        Await.until("the action", Conversations.PATIENCE,
                () -> conversations.events(id, "ActionEvent").size() == 1);

        long before = System.nanoTime();
        client.post(ROOT + id + "/events", Conversations.message("more", true));
        client.post(ROOT + id + "/pause", "");
        client.patch("/api/conversations/" + id, "{\"tags\": {\"k\": \"v\"}}");
        var took = Duration.ofNanos(System.nanoTime() - before);

        assertTrue(took.compareTo(LONG_BUT_NO_TOOL) < 0, took.toString());
        assertEquals("paused", conversations.info(id).get("execution_status").textValue());
        assertEquals(0, conversations.events(id, "ObservationEvent").size());
    }

    @Test
    void aPausedConversationGoesOnWithTheNextRun() throws Exception {
        model.on("m", ScriptedReply.text("one"));
        var id = conversations.open(conversations.request("m"));
        client.post(ROOT + id + "/events", Conversations.message("hi", false));
        client.post(ROOT + id + "/pause", "");

        assertEquals(200, client.post(ROOT + id + "/run", "").status());

        conversations.await(id, "finished");
    }

    @Test
    void policySurvivesEviction() throws Exception {
        var id = conversations.open(conversations.request("m"));
        client.post(ROOT + id + "/confirmation_policy", ALWAYS);
        client.post(ROOT + id + "/security_analyzer",
                "{\"security_analyzer\": {\"kind\": \"LLMSecurityAnalyzer\"}}");
        client.post("/api/conversations/prepare-for-sandbox-pause", "");
        assertPolicyAndAnalyzer(id);

        server.close();
        startServer();

        assertPolicyAndAnalyzer(id);
        assertEquals(2, conversations.events(id, "ConversationStateUpdateEvent").size());
    }

    private void assertPolicyAndAnalyzer(String id) throws Exception {
        var info = conversations.info(id);
        assertEquals("AlwaysConfirm", info.at("/confirmation_policy/kind").textValue());
        assertEquals("LLMSecurityAnalyzer", info.at("/security_analyzer/kind").textValue());
    }

    @Test
    void anAnalyzerIsTakenAwayWithNullWhichHasToBeSaid() throws Exception {
        var id = conversations.open(conversations.request("m"));
        var path = ROOT + id + "/security_analyzer";
        client.post(path, "{\"security_analyzer\": {\"kind\": \"LLMSecurityAnalyzer\"}}");

        assertEquals(200, client.post(path, "{\"security_analyzer\": null}").status());
        assertEquals(422, client.post(path, "{}").status());

        assertTrue(conversations.info(id).get("security_analyzer").isNull());
    }

    @Test
    void anotherModelIsUsedFromTheNextStepOnAndAfterARestart() throws Exception {
        model.on("first", ScriptedReply.text("one"));
        model.on("second", ScriptedReply.text("two"), ScriptedReply.text("three"));
        var id = conversations.open(conversations.request("first", "hi"));
        conversations.await(id, "finished");

        client.post(ROOT + id + "/switch_llm", "{\"llm\": {\"model\": \"openai/second\", "
                + "\"api_key\": \"sk-other\", \"num_retries\": 0, \"usage_id\": \"other\", "
                + "\"base_url\": \"" + model.baseUrl() + "\"}}");
        say(id, "more");
        server.close();
        startServer();
        say(id, "and more");

        assertEquals(List.of("openai/first", "openai/second", "openai/second"),
                model.requests().stream().map(request -> "openai/" + request.model()).toList());
        assertEquals("Bearer sk-other", model.requests().getLast().headers().get("authorization"));
        assertTrue(conversations.info(id).at("/agent/llm/api_key").isNull());
    }

    private void say(String id, String text) throws Exception {
        int before = model.requests().size();
        client.post(ROOT + id + "/events", Conversations.message(text, true));
        model.awaitRequests(before + 1, Conversations.PATIENCE);
        conversations.await(id, "finished");
    }

    @Test
    void secretsThatAreAddedReachCommandsAndSurviveARestart() throws Exception {
        model.on("m", ScriptedReply.call("terminal",
                "{\"command\": \"test $TOKEN = tell-nobody && echo same\"}"),
                ScriptedReply.text("done"));
        var id = conversations.open(conversations.request("m"));
        client.post(ROOT + id + "/secrets", "{\"secrets\": {\"TOKEN\": \"tell-nobody\"}}");
        client.post(ROOT + id + "/secrets", "{\"secrets\": {\"TOKEN\": \"**********\"}}");
        server.close();
        startServer();

        say(id, "go");

        var observation = conversations.events(id, "ObservationEvent").getFirst();
        assertEquals("same", observation.at("/observation/content/0/text").textValue());
        assertEquals(422, client.post(ROOT + id + "/secrets", "{\"secrets\": {\"A\": 5}}").status());
    }

    @Test
    void aRefusedActionIsAnsweredAndNothingRuns() throws Exception {
        model.on("m", ScriptedReply.call("terminal", "{\"command\": \"touch made\"}"));
        var request = conversations.request("m", "go");
        request.putObject("confirmation_policy").put("kind", "AlwaysConfirm");
        var id = conversations.open(request);
        conversations.await(id, "waiting_for_confirmation");

        client.post(ROOT + id + "/events/respond_to_confirmation",
                "{\"accept\": false, \"reason\": \"not now\"}");

        assertEquals("idle", conversations.info(id).get("execution_status").textValue());
        assertEquals("not now", conversations.events(id, "UserRejectObservation").getFirst()
                .get("rejection_reason").textValue());
        assertEquals(1, model.requests().size());
        assertFalse(work.resolve("w/made").toFile().exists());
    }

    @Test
    void everyToolCallHasExactlyOneResult() throws Exception {
        model.on("m", ScriptedReply.call("terminal", "{\"command\": \"sleep 100\"}")
                        .andCall("think", "{\"thought\": \"a\"}").andCall("nope", "{}"),
                ScriptedReply.text("done"));
        var id = conversations.open(conversations.request("m", "go"));
        Await.until("the actions", Conversations.PATIENCE,
                () -> conversations.events(id, "ActionEvent").size() == 3);

        client.post(ROOT + id + "/interrupt", "");
        conversations.await(id, "paused");
        client.post(ROOT + id + "/run", "");
        conversations.await(id, "finished");

        var results = new HashMap<String, Integer>();
        for (var event : conversations.events(id)) {
            if (event.has("tool_call_id") && !event.get("kind").textValue().equals("ActionEvent")) {
                results.merge(event.get("tool_call_id").textValue(), 1, Integer::sum);
            }
        }
        assertEquals(List.of(1, 1, 1), List.copyOf(results.values()));
    }

    @Test
    void toolCallsAfterFinishDoNotRunLater() throws Exception {
        model.on("m", ScriptedReply.call("finish", "{\"message\": \"done\"}")
                .andCall("terminal", "{\"command\": \"touch late\"}"), ScriptedReply.text("again"));
        var id = conversations.open(conversations.request("m", "go"));
        conversations.await(id, "finished");

        say(id, "more");

        assertFalse(work.resolve("w/late").toFile().exists());
    }

    @Test
    void oneBusyConversationDelaysNoOther() throws Exception {
        model.on("busy", ScriptedReply.call("terminal", "{\"command\": \"sleep 100\", "
                + "\"timeout\": 100}"));
        model.on("quick", ScriptedReply.text("hi"));
        var busy = conversations.open(conversations.request("busy", "go"));
        Await.until("the action", Conversations.PATIENCE,
                () -> conversations.events(busy, "ActionEvent").size() == 1);

        long before = System.nanoTime();
        var quick = conversations.open(conversations.request("quick", "go"));
        conversations.await(quick, "finished");
        assertEquals(2, client.get("/api/conversations/search").json().get("items").size());
        var took = Duration.ofNanos(System.nanoTime() - before);

        assertTrue(took.compareTo(LONG_BUT_NO_TOOL) < 0, took.toString());
        assertEquals("running", conversations.info(busy).get("execution_status").textValue());
    }

    @Test
    void aQuestionBesideTheConversationLeavesNoEventButItsCost() throws Exception {
        model.on("m", ScriptedReply.text("one"), ScriptedReply.text("forty-two"));
        var id = conversations.open(conversations.request("m", "hi"));
        conversations.await(id, "finished");
        int messages = conversations.events(id, "MessageEvent").size();

        var answer = client.post(ROOT + id + "/ask_agent", "{\"question\": \"How many?\"}");

        assertEquals("forty-two", answer.json().get("response").textValue());
        assertEquals(messages, conversations.events(id, "MessageEvent").size());
        assertTrue(conversations.info(id).at("/stats/usage_to_metrics/ask-agent-llm").isObject());
    }

    @Test
    void anAgentThatIsAskedBeforeAllElseKnowsWhoItIs() throws Exception {
        model.on("m", ScriptedReply.text("an agent"));
        var id = conversations.open(conversations.request("m"));

        var answer = client.post(ROOT + id + "/ask_agent", "{\"question\": \"Who?\"}");

        assertEquals("an agent", answer.json().get("response").textValue());
        assertEquals("system",
                model.requests().getLast().body().at("/messages/0/role").textValue());
        assertEquals(1, conversations.events(id, "SystemPromptEvent").size());
        assertEquals(0, conversations.events(id, "MessageEvent").size());
        var stats = conversations.info(id).get("stats");
        server.close();
        startServer();
        assertEquals(stats, conversations.info(id).get("stats"));
    }

    @Test
    void whatAModelHasCostGoesOnUnderTheNameOfTheNext() throws Exception {
        model.on("m", ScriptedReply.text("one"));
        model.on("n", ScriptedReply.text("two"));
        var id = conversations.open(conversations.request("m", "hi"));
        conversations.await(id, "finished");
        var other = conversations.request("n").at("/agent/llm");

        assertEquals(200, client.post(
                ROOT + id + "/switch_llm", "{\"llm\": " + other + "}").status());
        client.post(ROOT + id + "/events", Conversations.message("more", true));
        var metrics = Await.value("the second answer", Conversations.PATIENCE,
                () -> conversations.info(id).at("/stats/usage_to_metrics/default"),
                found -> found.get("response_latencies").size() == 2);

        assertEquals("openai/n", metrics.get("model_name").textValue());
        assertEquals("openai/m", metrics.at("/response_latencies/0/model").textValue());
        assertEquals("openai/n", metrics.at("/response_latencies/1/model").textValue());
    }

    @Test
    void anAgentThatGoesInCirclesIsStuckUntilTheUserSpeaks() throws Exception {
        model.on("m", _ -> ScriptedReply.call("think", "{\"thought\": \"hm\"}"));

        var id = conversations.open(conversations.request("m", "go"));
        conversations.await(id, "stuck");

        assertEquals(4, conversations.events(id, "ActionEvent").size());
        client.post(ROOT + id + "/events", Conversations.message("well?", false));
        assertEquals("idle", conversations.info(id).get("execution_status").textValue());
    }

    @Test
    void unknownConversationsAreAnsweredAsClientsKnowIt() throws Exception {
        assertEquals(404, client.post(ROOT + UNKNOWN + "/run", "").status());
        assertEquals(400, client.post(ROOT + UNKNOWN + "/pause", "").status());
        assertEquals(400, client.post(ROOT + UNKNOWN + "/interrupt", "").status());
        assertEquals(404, client.post(ROOT + UNKNOWN + "/confirmation_policy", ALWAYS).status());
        assertEquals(404, client.post(ROOT + UNKNOWN + "/fork", "{}").status());
        assertEquals(404, client.get(ROOT + UNKNOWN + "/events/x").status());
    }

    @Test
    void aClientsToolIsCalledAndItsActionShownWithItsArguments() throws Exception {
        model.on("m", ScriptedReply.call("look_up", "{\"x\": \"a\", \"summary\": \"s\"}"),
                ScriptedReply.text("done"));
        var request = conversations.request("m", "go");
        var tool = request.putArray("client_tools").addObject()
                .put("name", "look_up").put("description", "d");
        tool.putObject("parameters").put("type", "object")
                .putObject("properties").putObject("x").put("type", "string");

        var id = conversations.open(request);
        conversations.await(id, "finished");

        assertEquals("{\"kind\":\"ClientAction_look_up\",\"x\":\"a\"}", sorted(
                conversations.events(id, "ActionEvent").getFirst().get("action")));
        assertEquals("Tool call dispatched to client.",
                conversations.events(id, "ObservationEvent").getFirst()
                        .at("/observation/content/0/text").textValue());
    }

    @Test
    void aClientsToolMayNotTakeTheNameOfAnother() throws Exception {
        var request = conversations.request("m");
        request.putArray("client_tools").addObject().put("name", "terminal");
        var twice = conversations.request("m");
        twice.putArray("client_tools").add(tool("a")).add(tool("a"));
        var noObject = conversations.request("m");
        noObject.putArray("client_tools").addObject().put("name", "a")
                .putObject("parameters").put("type", "string");

        for (var bad : List.of(request, twice, noObject)) {
            assertEquals(422, client.post("/api/conversations", bad).status());
        }
    }

    private static JsonNode tool(String name) {
        return JsonNodeFactory.instance.objectNode().put("name", name);
    }

    private static String sorted(JsonNode action) {
        return "{\"kind\":" + action.get("kind") + ",\"x\":" + action.get("x") + "}";
    }
}
