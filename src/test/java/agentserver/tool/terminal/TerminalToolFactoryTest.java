package agentserver.tool.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.tool.ToolContext;
import agentserver.tool.ToolException;
import agentserver.tool.ToolSecrets;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class TerminalToolFactoryTest {

    @TempDir Path directory;

    @Test
    void theSchemaHasTheFourParametersAndNamesTheRealLimit() throws Exception {
        try (var tool = Terminals.in(directory, object("{\"no_change_timeout_seconds\": 12}"))) {
            var schema = tool.parameters();

            assertEquals("[\"command\"]", schema.get("required").toString());
            var names = List.of("command", "is_input", "timeout", "reset");
            assertEquals(names, List.copyOf(iterate(schema.get("properties"))));
            assertEquals("number", schema.at("/properties/timeout/type").asText());
            assertTrue(tool.definition().description().contains("for 12 seconds"));
            assertEquals("TerminalTool", tool.definition().kind());
            assertEquals("terminal", tool.definition().title());
            assertTrue(tool.definition().annotations().destructiveHint());
            assertFalse(tool.definition().annotations().readOnlyHint());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"no_change_timeout_seconds\": 0}",
        "{\"no_change_timeout_seconds\": \"30\"}",
        "{\"terminal_type\": \"screen\"}",
        "{\"username\": 5}",
        "{\"shell_path\": \"bash\"}",
        "{\"shell_path\": \"/no/such/shell\"}",
        "{\"env\": [1]}",
        "{\"env\": {\"a b\": \"x\"}}",
        "{\"env\": {\"a\": 1}}",
    })
    void paramsThatCantBeUsedAreRefused(String params) throws Exception {
        var object = object(params);
        assertThrows(ToolException.class, () -> Terminals.in(directory, object));
    }

    @Test
    void aMissingWorkingDirectoryIsRefused() {
        var missing = directory.resolve("missing");
        assertThrows(ToolException.class, () -> Terminals.in(missing));
    }

    @Test
    void ownVariablesArePassedAndLibraryPathIsRestored() throws Exception {
        var environment = new HashMap<>(Terminals.ENVIRONMENT);
        environment.putAll(Map.of("LD_LIBRARY_PATH", "/bundled", "LD_LIBRARY_PATH_ORIG", "/lib/x"));
        environment.put("AI_AGENT", "mine");
        var params = object("{\"env\": {\"A\": \"x 'y'\"}, \"terminal_type\": \"tmux\"}");
        try (var tool = tool(environment, params, Optional.empty())) {
            var seen = Terminals.run(tool, "echo \"$A|$LD_LIBRARY_PATH|$AI_AGENT\"");

            assertEquals("x 'y'|/lib/x|mine", Terminals.text(seen));
        }
    }

    @Test
    void aTimeoutBeyondNineTenthsOfTheIdleLimitIsRefusedInTheForeground() throws Exception {
        try (var tool = tool(
                Terminals.ENVIRONMENT, Terminals.params(), Optional.of(Duration.ofSeconds(100)))) {
            var refused = Terminals.within(tool, 91, "echo x");
            assertTrue(refused.isError());
            assertTrue(Terminals.text(refused).contains("91 seconds"), Terminals.text(refused));

            assertEquals(0, Terminals.within(tool, 90, "echo x").exitCode());
            assertEquals(0, Terminals.within(tool, 91, "sleep 0 &").exitCode());
        }
    }

    private TerminalTool tool(
            Map<String, String> environment, ObjectNode params, Optional<Duration> idle) {
        var context = new ToolContext(
                directory, directory, directory.toString(), environment, ToolSecrets.NONE, false);
        return (TerminalTool) new TerminalToolFactory(idle).create(context, params).getFirst();
    }

    private static List<String> iterate(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static ObjectNode object(String text) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(text);
    }
}
