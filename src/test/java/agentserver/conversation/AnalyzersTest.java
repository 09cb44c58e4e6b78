package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.RunningServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The security analyzers of the contract, those included that this server has no rules for.
/// Source: contract 07 §1.2, 08 §8.
class AnalyzersTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KINDS = List.of(
            "{\"kind\":\"LLMSecurityAnalyzer\"}",
            "{\"kind\":\"PatternSecurityAnalyzer\",\"high_patterns\":[[\"rm\",\"removes\",\"x.rm\"]]}",
            "{\"kind\":\"PolicyRailSecurityAnalyzer\"}",
            "{\"kind\":\"EnsembleSecurityAnalyzer\",\"analyzers\":"
                    + "[{\"kind\":\"PolicyRailSecurityAnalyzer\"}],\"propagate_unknown\":true}",
            "{\"kind\":\"GraySwanAnalyzer\",\"history_limit\":7,\"max_message_chars\":30000,"
                    + "\"timeout\":30.0,\"low_threshold\":0.3,\"medium_threshold\":0.7,"
                    + "\"api_url\":\"https://api.grayswan.ai/cygnal/monitor\",\"api_key\":null,"
                    + "\"policy_id\":\"p\"}");

    @TempDir
    private Path work;
    private ScriptedLlm model;

    @BeforeEach
    void start() {
        model = ScriptedLlm.start();
    }

    @AfterEach
    void stop() {
        model.close();
    }

    private static JsonNode analyzer(Conversations conversations, String id) throws Exception {
        return conversations.info(id).get("security_analyzer");
    }

    private static String setting(String analyzer) {
        return "{\"security_analyzer\":" + analyzer + "}";
    }

    @Test
    void eachKindIsTakenShownAndKeptOverARestart() throws Exception {
        var last = JSON.readTree(KINDS.getLast());
        String id;
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            id = conversations.open(conversations.request("words")
                    .set("security_analyzer", JSON.readTree(KINDS.getFirst())));
            for (var kind : KINDS) {
                var path = "/api/conversations/" + id + "/security_analyzer";
                assertEquals(200, conversations.client().post(path, setting(kind)).status(), kind);
                assertEquals(JSON.readTree(kind), analyzer(conversations, id));
                var started = conversations.request("words");
                started.set("security_analyzer", JSON.readTree(kind));
                assertEquals(JSON.readTree(kind),
                        analyzer(conversations, conversations.open(started)));
            }
        }
        try (var server = RunningServer.start(work)) {
            assertEquals(last, analyzer(new Conversations(server, model), id));
        }
    }

    @Test
    void itsKeysAreSecrets() throws Exception {
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            var id = conversations.open(conversations.request("words"));
            var path = "/api/conversations/" + id + "/security_analyzer";
            for (var kind : List.of(
                    "{\"kind\":\"GraySwanAnalyzer\",\"api_key\":\"tell-nobody\"}",
                    "{\"kind\":\"ToolShieldLLMSecurityAnalyzer\","
                            + "\"llm\":{\"model\":\"openai/x\",\"api_key\":\"tell-nobody\"}}")) {
                assertEquals(200, conversations.client().post(path, setting(kind)).status());
                assertFalse(conversations.info(id).toString().contains("tell-nobody"));
                assertFalse(conversations.events(id).toString().contains("tell-nobody"));
            }
            assertTrue(conversations.info(id).at("/security_analyzer/llm/api_key").isNull());
        }
        try (var files = Files.walk(work)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(Files.readString(file).contains("tell-nobody"), file.toString());
            }
        }
    }

    @Test
    void whatIsNoAnalyzerIsRefused() throws Exception {
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            var id = conversations.open(conversations.request("words"));
            var path = "/api/conversations/" + id + "/security_analyzer";
            for (var kind : List.of("{\"kind\":\"Nope\"}", "{\"kind\":\"UnknownAnalyzer\"}", "{}",
                    "{\"kind\":\"EnsembleSecurityAnalyzer\",\"analyzers\":[]}",
                    "{\"kind\":\"EnsembleSecurityAnalyzer\",\"analyzers\":[{\"kind\":\"Nope\"}]}",
                    "{\"kind\":\"PatternSecurityAnalyzer\",\"high_patterns\":[[\"rm\"]]}",
                    "{\"kind\":\"ToolShieldLLMSecurityAnalyzer\"}")) {
                var refused = conversations.client().post(path, setting(kind));
                assertEquals(422, refused.status(), kind);
            }
            var unknown = conversations.client().post(path, setting("{\"kind\":\"Nope\"}"));
            assertTrue(unknown.text().contains("Expected one of: ['EnsembleSecurityAnalyzer', "
                    + "'GraySwanAnalyzer', 'LLMSecurityAnalyzer'"), unknown.text());
        }
    }

    @Test
    void riskThatNobodyCanJudgeIsUnknownAndWaitsForAPerson() throws Exception {
        model.on("shell", ScriptedReply.call("terminal", "{\"command\": \"echo hi\", "
                + "\"security_risk\": \"LOW\"}"), ScriptedReply.text("done"));
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            var request = conversations.request("shell", "go");
            request.set("security_analyzer", JSON.readTree("""
                    {"kind": "EnsembleSecurityAnalyzer", "propagate_unknown": true, "analyzers":
                     [{"kind": "LLMSecurityAnalyzer"}, {"kind": "PatternSecurityAnalyzer"}]}
                    """));
            request.putObject("confirmation_policy").put("kind", "ConfirmRisky");

            var id = conversations.open(request);

            conversations.await(id, "waiting_for_confirmation");
        }
    }

    @Test
    void highestRiskOfAnEnsembleCounts() throws Exception {
        model.on("shell", ScriptedReply.call("terminal", "{\"command\": \"echo hi\", "
                + "\"security_risk\": \"LOW\"}"), ScriptedReply.text("done"));
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            var request = conversations.request("shell", "go");
            request.set("security_analyzer", JSON.readTree("""
                    {"kind": "EnsembleSecurityAnalyzer", "analyzers":
                     [{"kind": "PatternSecurityAnalyzer"}, {"kind": "LLMSecurityAnalyzer"}]}
                    """));
            request.putObject("confirmation_policy").put("kind", "ConfirmRisky");

            var id = conversations.open(request);

            conversations.await(id, "finished");
        }
    }
}
