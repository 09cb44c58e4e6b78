package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {

    private static final String REQUEST = """
            {"autotitle": false, "workspace": {"working_dir": "w"},
             "agent": {"llm": {"model": "openai/bad", "api_key": "sk-of-nobody", "num_retries": 0,
                               "base_url": "%s"}},
             "initial_message": {"role": "user", "run": true, "content": [
               {"type": "text", "text": "hi"}]}}
            """;

    @TempDir
    private Path work;

    @Test
    void logSaysInOneLineWhyARunFailed() throws Exception {
        try (var model = ScriptedLlm.start(); var server = LoggingServer.start(work, "k");
                var client = new ApiClient(server.base(), "k")) {
            model.on("bad", ScriptedReply.failure(
                    400, "no such model\\r\\nfor sk-of-nobody"));

            var id = client.post("/api/conversations", REQUEST.formatted(model.baseUrl()))
                    .json().path("id").asText();
            Await.until("the run to fail", Conversations.PATIENCE,
                    () -> client.get("/api/conversations/" + id).json()
                            .path("execution_status").asText().equals("error"));

            var log = server.stopAndRead();
            assertTrue(log.contains("conversation " + id + ": the run ends in error:"
                    + " LLMBadRequestError: litellm.BadRequestError: OpenAIException - no such"
                    + " model\\r\\nfor **********"), log);
            assertFalse(log.contains("sk-of-nobody"), log);
        }
    }
}
