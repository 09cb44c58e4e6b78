package agentserver.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.testing.FakeSocketServer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The replay, held against servers whose faults are known.
class ReplayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration IN_VAIN = Duration.ofSeconds(1);
    private static final BiConsumer<String, ObjectNode> NOTHING = (entry, outcome) -> { };

    @TempDir
    Path work;

    @ParameterizedTest
    @ValueSource(strings = {"01_server", "02_auth_cors", "06_scripted_conversation", "16_settings",
            "17_profiles", "24_openai_gateway"})
    void anotherRunOfTheReferenceAgrees(String recording) throws Exception {
        assertEquals(List.of(), paths(replay(recording, NOTHING)));
    }

    @Test
    void aMissingFieldIsFound() throws Exception {
        var findings = replay("06_scripted_conversation", (entry, outcome) ->
                inBody(entry, outcome, "get_finished").remove("max_iterations"));

        assertEquals(List.of("$.body.max_iterations"), paths(findings));
    }

    @Test
    void anExtraFieldIsFound() throws Exception {
        var findings = replay("01_server", (entry, outcome) ->
                inBody(entry, outcome, "server_info").put("more", 1));

        assertEquals(List.of("$.body.more"), paths(findings));
    }

    @Test
    void aWrongValueDeepInAListIsFound() throws Exception {
        var findings = replay("06_scripted_conversation", (entry, outcome) -> {
            if (entry.equals("events_all")) {
                ((ObjectNode) outcome.at("/body/items/6/observation")).put("exit_code", 1);
            }
        });

        assertEquals(List.of("$.body.items[6].observation.exit_code"), paths(findings));
    }

    @Test
    void anIdThatIsNotTheOneOfBeforeIsFound() throws Exception {
        var findings = replay("06_scripted_conversation", (entry, outcome) ->
                inBody(entry, outcome, "get_finished")
                        .put("last_user_message_id", "11111111-2222-4333-8444-555555555555"));

        assertTrue(paths(findings).contains("$.body.last_user_message_id"), () -> "" + findings);
    }

    @Test
    void aMissingAndAnExtraHeaderAreFound() throws Exception {
        var findings = replay("01_server", (entry, outcome) -> {
            if (entry.equals("method_not_allowed")) {
                ((ObjectNode) outcome.path("headers")).put("x-more", "1").remove("allow");
            }
        });

        assertEquals(List.of("$.headers.allow", "$.headers.x-more"), paths(findings));
    }

    @Test
    void anEventOutOfOrderIsFoundUnlessThatIsDeclared() throws Exception {
        BiConsumer<String, ObjectNode> late = (entry, outcome) -> {
            if (entry.equals("events_all")) {
                var items = (ArrayNode) outcome.at("/body/items");
                items.insert(4, items.remove(3));
            }
        };
        var declared = new Difference("06*", "events_all", "$.body.items[3]",
                JsonNodeFactory.instance.textNode("<later>"), "Later.", false);

        assertTrue(!replay("06_scripted_conversation", late).isEmpty());
        assertEquals(List.of(), replay("06_scripted_conversation", late, declared));
    }

    @Test
    void framesCloseCodeAndRefusalAreCompared() throws Exception {
        var recording = Recording.load("20_websocket_events");

        assertEquals(List.of(), socket(recording.entry("first_message_array"), List.of(), 4001));
        assertEquals(List.of("$.close.code"),
                paths(socket(recording.entry("first_message_array"), List.of(), 4004)));
        assertEquals(List.of("$.frames[0]"), paths(socket(
                recording.entry("first_message_array"), List.of("{\"kind\":\"x\"}"), 4001)));
        assertTrue(paths(socket(recording.entry("bad_uuid"), List.of(), 0)).contains("$.status"));
    }

    @Test
    void aSocketWithoutWorkMustStaySilentAfterTheRecordedFrames() throws Exception {
        var entry = Recording.load("20_websocket_events").entry("redundant_auth_frame");
        var frame = entry.outcome().at("/frames/0").toString().replace("${WORK}", work.toString());

        assertEquals(List.of(), socket(entry, List.of(frame), 0));
        assertEquals(List.of("$.frames[1]"), paths(socket(entry, List.of(frame, "{}"), 0)));
        assertEquals(List.of("$.frames[0]"), paths(socket(entry, List.of(), 0, IN_VAIN)));
    }

    private List<Finding> replay(String recording, BiConsumer<String, ObjectNode> planting,
            Difference... declared) throws Exception {
        var recorded = Recording.load(recording);
        var findings = new ArrayList<Finding>();
        try (var server = new RecordedServer(recorded, work, planting);
                var replay = new Replay(server, new Differences(List.of(declared)), List.of())) {
            for (var entry : recorded.entries()) {
                server.expect(entry);
                findings.addAll(replay.play(recording, entry, IN_VAIN)); // it answers at once
            }
        }
        return findings;
    }

    private List<Finding> socket(Entry entry, List<String> frames, int code) throws Exception {
        return socket(entry, frames, code, PATIENCE);
    }

    private List<Finding> socket(Entry entry, List<String> frames, int code, Duration patience)
            throws Exception {
        try (var server = new FakeSocketServer(frames, code, "Authentication failed");
                var replay = new Replay(new Stopped(server.base(), work),
                        new Differences(List.of()), List.of())) {
            return replay.play("20_websocket_events", entry, patience);
        }
    }

    private static ObjectNode inBody(String entry, ObjectNode outcome, String wanted) {
        return entry.equals(wanted) ? (ObjectNode) outcome.path("body") : outcome.objectNode();
    }

    private static List<String> paths(List<Finding> findings) {
        return findings.stream().map(Finding::path).toList();
    }

    private record Stopped(URI base, Path work) implements ServerUnderTest {

        @Override
        public String key() {
            return "golden-key";
        }

        @Override
        public URI model() {
            return URI.create("http://127.0.0.1:18900");
        }

        @Override
        public void close() {
            // the fake server is closed by its test
        }
    }
}
