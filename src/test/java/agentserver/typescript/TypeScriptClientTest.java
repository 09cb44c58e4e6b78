package agentserver.typescript;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.image.ImageServer;
import agentserver.image.Wanted;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// One conversation through `@openhands/typescript-client`, held once; each test looks at one side
/// of it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypeScriptClientTest {

    private static final Path CLIENT = Path.of("target", "typescript");
    private static final int PATIENCE_SECONDS = 180;

    private JsonNode held;

    @BeforeAll
    void converse(@TempDir Path dir) throws Exception {
        ImageServer.require();
        Wanted.require(onPath("node"), "Node.js 18 or newer");
        Wanted.require(Files.exists(CLIENT.resolve("node_modules/@openhands")),
                "the npm client, which scripts/test installs");
        try (var server = ImageServer.start(dir)) {
            held = node(dir, "converse.mjs", server.base().toString(), dir + "/project");
        }
    }

    @Test
    void theClientSeesTheRunFinish() {
        assertEquals("finished", held.get("status").asText());
    }

    @Test
    void theClientGetsEventsOverTheSocketWithoutAnError() {
        var kinds = kinds(held.get("seen"));

        assertTrue(kinds.contains("ConversationStateUpdateEvent"), kinds.toString());
        assertTrue(kinds.contains("ObservationEvent"), kinds.toString());
        assertTrue(held.get("seen").toString().contains("forty-2"), kinds.toString());
        assertEquals("[]", held.get("errors").toString());
    }

    @Test
    void theClientReadsTheWholeConversation() {
        var kinds = kinds(held.get("stored"));

        for (var kind : List.of("SystemPromptEvent", "MessageEvent", "ObservationEvent")) {
            assertTrue(kinds.contains(kind), kinds.toString());
        }
    }

    @Test
    void theClientReadsTheAnswer() {
        assertTrue(!held.get("answer").asText().isBlank());
    }

    private static List<String> kinds(JsonNode events) {
        var kinds = new ArrayList<String>();
        events.forEach(event -> kinds.add(event.get("kind").asText()));
        return kinds;
    }

    private static JsonNode node(Path dir, String... arguments)
            throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of("node"));
        line.addAll(List.of(arguments));
        var out = dir.resolve("node.out").toFile();
        var err = dir.resolve("node.err").toFile();
        var process = new ProcessBuilder(line).directory(CLIENT.toFile())
                .redirectOutput(out).redirectError(err).start();
        var ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended && process.exitValue() == 0, () -> "the client: " + read(err.toPath()));
        return new ObjectMapper().readTree(out);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            return failure.toString();
        }
    }

    private static boolean onPath(String program) {
        for (var folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
