package agentserver.tool.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.json.Json;
import agentserver.llm.TextContent;
import agentserver.tool.Action;
import agentserver.tool.Observation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalWireTest {

    private final Json json = new Json(new TerminalToolFactory(Optional.empty()).kinds());

    @Test
    void anObservationIsWrittenAsItWasRead() throws IOException {
        var text = resource("terminal_observation.json");

        var read = json.strict().readValue(text, Observation.class);

        assertEquals("hello", Terminals.text((TerminalObservation) read));
        assertEquals(text, json.strict().writeValueAsString(read));
    }

    @Test
    void anActionIsWrittenAsItWasRead() throws IOException {
        var text = resource("terminal_action.json");

        var read = json.strict().readValue(text, Action.class);

        assertEquals(text, json.strict().writeValueAsString(read));
    }

    @Test
    void absentMembersHaveTheirDefaults() throws IOException {
        var read = json.strict().readValue(
                "{\"kind\": \"TerminalAction\", \"command\": \"ls\"}", Action.class);

        assertEquals(TerminalAction.of("ls"), read);
        var limited = json.strict().readValue(
                "{\"kind\": \"TerminalAction\", \"command\": \"ls\", \"timeout\": 5}", Action.class);
        assertEquals(new TerminalAction("ls", false, 5.0, false), limited);
        var observation = (TerminalObservation) json.strict().readValue(
                "{\"kind\": \"TerminalObservation\", \"command\": null}", Observation.class);
        assertEquals(-1, observation.metadata().exitCode());
        assertEquals(List.of(), observation.content());
    }

    @Test
    void aMissingCommandAnUnknownMemberAndANegativeTimeoutAreErrors() {
        for (var members : List.of(
                "\"is_input\": true",
                "\"command\": \"ls\", \"more\": 1",
                "\"command\": \"ls\", \"timeout\": -1")) {
            var text = "{\"kind\": \"TerminalAction\", " + members + "}";
            assertThrows(
                    JsonProcessingException.class,
                    () -> json.strict().readValue(text, Action.class), members);
        }
    }

    @Test
    void unknownMembersOfMetadataAreDropped() throws IOException {
        var read = (TerminalObservation) json.strict().readValue(
                "{\"kind\": \"TerminalObservation\", \"command\": \"x\", \"metadata\": {\"more\": 1}}",
                Observation.class);

        assertEquals("", read.metadata().suffix());
    }

    @Test
    void theModelReadsAnErrorHeaderAndAtMostThirtyThousandCharacters() {
        var metadata = new TerminalMetadata(1, -1, "u", "h", "/w", "/py", "[before]\n", "\n[after]");
        var seen = new TerminalObservation(
                List.of(TextContent.of("x".repeat(40_000))), true, "c", 1, false, metadata, null);

        var parts = seen.forModel();

        assertEquals(2, parts.size());
        var text = ((TextContent) parts.getLast()).text();
        assertEquals(30_000, text.length());
        assertTrue(text.startsWith("[before]\nxxx"));
        assertTrue(text.contains("<response clipped><NOTE>"));
        assertTrue(text.endsWith("\n[after]\n[Current working directory: /w]\n"
                + "[Python interpreter: /py]\n[Command finished with exit code 1]"), text);
    }

    private static String resource(String name) throws IOException {
        try (var stream = TerminalWireTest.class.getResourceAsStream("/wire/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
