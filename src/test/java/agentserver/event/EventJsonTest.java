package agentserver.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.json.Json;
import agentserver.llm.Content;
import agentserver.tool.Action;
import agentserver.tool.Observation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventJsonTest {

    private static final Path GOLDEN = Path.of("src/test/resources/wire/event");

    /// As the recordings have them.
    public record TerminalAction(
            String command, boolean isInput, Double timeout, boolean reset) implements Action {}

    public record FinishObservation(
            List<Content> content, boolean isError) implements Observation {}

    private final Json json = new Json(List.of(TerminalAction.class, FinishObservation.class));

    static Stream<Path> goldenFiles() throws IOException {
        return Files.list(GOLDEN).sorted();
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void recordedEventsAreReadAndWrittenWithTheSameMembers(Path file) throws IOException {
        var golden = json.strict().readTree(file.toFile());
        var fromCompact = read(golden.get("compact"));
        var fromFull = read(golden.get("full"));

        assertEquals(golden.get("compact"), tree(json.compact(), fromFull));
        assertEquals(golden.get("full"), tree(json.strict(), fromFull));
        assertEquals(golden.get("compact"), tree(json.compact(), fromCompact));
    }

    @Test
    void everyKindHasARecording() throws IOException {
        var recorded = new TreeSet<String>();
        try (var files = goldenFiles()) {
            files.forEach(file -> recorded.add(file.getFileName().toString().split("\\.")[0]));
        }

        assertEquals(new TreeSet<>(EventKind.names()), recorded);
        assertEquals(19, recorded.size());
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void stampingChangesTimeAndParentAlone(Path file) throws IOException {
        var full = json.strict().readTree(file.toFile()).get("full");

        var stamped = read(full).stamped("2027-01-01T00:00:00.000001", "p");

        var expected = full.<ObjectNode>deepCopy()
                .put("timestamp", "2027-01-01T00:00:00.000001").put("parent_id", "p");
        assertEquals(expected, tree(json.strict(), stamped));
    }

    @ParameterizedTest
    @MethodSource("goldenFiles")
    void extraMembersAreRefused(Path file) throws IOException {
        var full = json.strict().readTree(file.toFile()).get("full");
        ((ObjectNode) full).put("surprise", 1);

        assertThrows(JsonMappingException.class, () -> read(full));
    }

    @Test
    void unknownKindIsKeptAndReturnedAsIs() throws IOException {
        var text = "{\"id\":\"a\",\"later\":{\"x\":null,\"y\":[1.5]},\"kind\":\"LaterEvent\","
                + "\"timestamp\":\"2026-01-31T12:34:56\",\"source\":\"robot\",\"parent_id\":null}";

        var event = json.strict().readValue(text, Event.class);

        assertInstanceOf(UnknownEvent.class, event);
        assertEquals("LaterEvent", EventKind.of(event));
        assertEquals(json.strict().readTree(text), tree(json.compact(), event));
        assertEquals(text, json.compact().writerFor(Event.class).writeValueAsString(event));
        record Page(List<Event> items) {}
        assertEquals("{\"items\":[" + text + "]}",
                json.compact().writeValueAsString(new Page(List.of(event))));
    }

    @Test
    void unknownActionInsideAnEventIsKept() throws IOException {
        var text = """
                {"kind":"ObservationEvent","id":"a","source":"environment","tool_name":"t",
                 "tool_call_id":"c","observation":{"deep":[{"kind":"x"}],"is_error":true,
                 "kind":"LaterObservation"},"action_id":"b","extended_content":[]}""";

        var event = json.strict().readValue(text, Event.class);

        assertEquals(json.strict().readTree(text), tree(json.compact(), event));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{\"id\":\"a\",\"source\":\"user\"}",
        "{\"kind\":\"PauseEvent\",\"source\":\"user\"}",
        "{\"kind\":\"PauseEvent\",\"id\":\"__root__\"}",
        "{\"kind\":\"LaterEvent\",\"source\":\"user\"}",
        "{\"kind\":\"PauseEvent\",\"id\":\"a\",\"source\":\"robot\"}",
        "{\"kind\":\"MessageEvent\",\"id\":\"a\",\"llm_message\":{\"role\":\"user\"}}",
        "{\"kind\":\"ConversationErrorEvent\",\"id\":\"a\",\"source\":\"agent\",\"code\":\"x\"}",
        "{\"kind\":\"Condensation\",\"id\":\"a\",\"llm_response_id\":\"r\",\"summary_offset\":-1}"
    })
    void incompleteEventsAreRefused(String text) {
        assertThrows(JsonProcessingException.class,
                () -> json.strict().readValue(text, Event.class));
    }

    @Test
    void absentMembersGetTheirDefaults() throws IOException {
        var reject = (UserRejectObservation) json.strict().readValue("""
                {"kind":"UserRejectObservation","id":"a","tool_name":"t","tool_call_id":"c",
                 "action_id":"b"}""", Event.class);
        var error = (AgentErrorEvent) json.strict().readValue("""
                {"kind":"AgentErrorEvent","id":"a","tool_name":"t","tool_call_id":"c",
                 "error":"e","classification":null}""", Event.class);
        var update = (ConversationStateUpdateEvent) json.strict().readValue(
                "{\"kind\":\"ConversationStateUpdateEvent\",\"id\":\"a\",\"key\":\"k\"}",
                Event.class);

        assertEquals(UserRejectObservation.NO_REASON, reject.rejectionReason());
        assertEquals(EventSource.ENVIRONMENT, reject.source());
        assertEquals(ErrorClassification.UNKNOWN, error.classification());
        assertNull(update.value());
    }

    @Test
    void forgottenIdsAreASortedSet() {
        var condensation = Condensation.of(List.of("b", "a", "b"), "s", 0, "r");

        assertEquals(List.of("a", "b"), condensation.forgottenEventIds());
    }

    @Test
    void longHookOutputIsCutOnce() {
        var limit = HookExecutionEvent.MAX_TEXT_CHARS;
        var event = new HookExecutionEvent(
                "a", null, null, null, HookExecutionEvent.HookEventType.STOP, "c", null, true,
                false, 0, "x".repeat(limit + 1), "y".repeat(limit), null, null, null, null, null,
                null);

        var again = event.stamped("t", "p");

        assertEquals("x".repeat(limit) + "\n<TRUNCATED>", again.stdout());
        assertEquals("y".repeat(limit), again.stderr());
    }

    @Test
    void filtersTakeLongAndShortNames() {
        assertEquals("ActionEvent", EventKind.fromFilter(
                "openhands.sdk.event.llm_convertible.action.ActionEvent").orElseThrow());
        assertEquals("PauseEvent", EventKind.fromFilter("PauseEvent").orElseThrow());
        assertTrue(EventKind.fromFilter("openhands.sdk.event.action.ActionEvent").isEmpty());
        assertEquals("OfLaterVersions", EventKind.fromFilter("OfLaterVersions").orElseThrow());
        for (var kind : EventKind.names()) {
            var filterable = !Set.of("ServerErrorEvent").contains(kind);
            assertEquals(filterable, EventKind.qualified(kind).isPresent(), kind);
        }
    }

    private Event read(JsonNode tree) throws IOException {
        return json.strict().readValue(json.strict().writeValueAsBytes(tree), Event.class);
    }

    private JsonNode tree(ObjectMapper mapper, Event event) throws IOException {
        return mapper.readTree(mapper.writeValueAsBytes(event));
    }
}
