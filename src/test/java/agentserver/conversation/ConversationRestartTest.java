package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConversationRestartTest {

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

    @Test
    void everythingIsThereAfterARestart() throws Exception {
        model.on("words", ScriptedReply.text("Hello."), ScriptedReply.text("Again."));
        String id;
        String before;
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            id = conversations.open(conversations.request("words", "hi"));
            before = conversations.await(id, "finished").toString();
        }

        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            assertEquals(before, conversations.info(id).toString());
            conversations.client().post("/api/conversations/" + id + "/events",
                    Conversations.message("more", true));
            conversations.await(id, "finished");
            assertEquals(4, conversations.events(id, "MessageEvent").size());
            assertEquals(1, conversations.events(id, "SystemPromptEvent").size());
        }
    }

    @Test
    void aToolThatRunsWhenTheServerStopsGetsAnAnswerAndTheConversationIsPaused() throws Exception {
        model.on("sleepy", ScriptedReply.call("terminal", "{\"command\": \"sleep 100\"}"));
        String id;
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            id = conversations.open(conversations.request("sleepy", "go"));
            Await.until("the action", Conversations.PATIENCE,
                    () -> conversations.events(id, "ActionEvent").size() == 1);
        }

        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            assertEquals("paused", conversations.info(id).get("execution_status").textValue());
            var error = conversations.events(id, "AgentErrorEvent").getFirst();
            assertTrue(error.get("error").textValue().startsWith("Tool call interrupted"));
            assertEquals(1, conversations.events(id, "InterruptEvent").size());
        }
    }

    /// Copies what is on the disk while the tools run, as a kill would leave it.
    @Test
    void whatACrashLeftOpenIsAnsweredBehindTheLastEvent(@TempDir Path other) throws Exception {
        model.on("sleepy", ScriptedReply.call("terminal", "{\"command\": \"sleep 100\"}")
                .andCall("terminal", "{\"command\": \"sleep 101\"}"));
        String id;
        try (var server = RunningServer.start(work)) {
            var conversations = new Conversations(server, model);
            var opened = conversations.open(conversations.request("sleepy", "go"));
            id = opened;
            Await.until("the actions", Conversations.PATIENCE,
                    () -> conversations.events(opened, "ActionEvent").size() == 2);
            var directory = "workspace/conversations/" + id.replace("-", "");
            Files.createDirectories(other.resolve(directory));
            Files.copy(work.resolve(directory + "/events.jsonl"),
                    other.resolve(directory + "/events.jsonl"));
        }

        try (var server = RunningServer.start(other)) {
            var conversations = new Conversations(server, model);
            assertEquals("error", conversations.info(id).get("execution_status").textValue());
            var actions = conversations.events(id, "ActionEvent");
            var errors = conversations.events(id, "AgentErrorEvent");
            assertEquals(2, errors.size());
            assertEquals(actions.getLast().get("id"), errors.getFirst().get("parent_id"));
            assertEquals(errors.getFirst().get("id"), errors.getLast().get("parent_id"));
            for (int i = 0; i < 2; i++) {
                assertEquals(actions.get(i).get("tool_call_id"),
                        errors.get(i).get("tool_call_id"));
            }
        }
    }

    @Test
    void noSecretLiesInClearOnTheDisk() throws Exception {
        model.on("words", ScriptedReply.text("Hello."));
        try (var server = RunningServer.start(work, Map.of())) {
            var conversations = new Conversations(server, model);
            var request = conversations.request("words", "hi");
            request.putObject("secrets").putObject("TOKEN")
                    .put("kind", "StaticSecret").put("value", "tell-nobody");
            conversations.await(conversations.open(request), "finished");
        }

        try (var files = Files.walk(work)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertFalse(text.contains("tell-nobody"), file.toString());
                assertFalse(text.contains("sk-test"), file.toString());
            }
        }
    }

    @Test
    void secretsSurviveARestart() throws Exception {
        model.on("shell", ScriptedReply.call("terminal",
                "{\"command\": \"test \\\"$TOKEN\\\" = tell-nobody && echo same\"}"),
                ScriptedReply.text("done"));
        String id;
        try (var server = RunningServer.start(work, Map.of())) {
            var conversations = new Conversations(server, model);
            var request = conversations.request("shell");
            request.putObject("secrets").putObject("TOKEN")
                    .put("kind", "StaticSecret").put("value", "tell-nobody");
            id = conversations.open(request);
        }

        try (var server = RunningServer.start(work, Map.of())) {
            var conversations = new Conversations(server, model);
            conversations.client().post("/api/conversations/" + id + "/events",
                    Conversations.message("go", true));
            conversations.await(id, "finished");
            var text = conversations.events(id, "ObservationEvent").getFirst()
                    .at("/observation/content/0/text").textValue();
            assertEquals("same", text);
        }
    }
}
