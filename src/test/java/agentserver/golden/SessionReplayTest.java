package agentserver.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

class SessionReplayTest {

    private static final String RECORDING = "06_scripted_conversation";
    private static final String FIRST = "create_and_run";
    private static final String ENTRY = "agent_final_response";
    private static final BiConsumer<String, ObjectNode> NOTHING = (entry, outcome) -> { };
    private static final BiConsumer<String, ObjectNode> NO_ANSWER = (entry, outcome) -> {
        if (entry.equals(ENTRY)) {
            outcome.put("status", 503);
        }
    };

    @TempDir
    Path work;

    @Test
    void anEntryThatDiffersFailsAloneAndSaysWhere() throws Throwable {
        var tests = tests(Pending.of(""), NO_ANSWER);

        tests.get(FIRST).execute();
        tests.get(FIRST).execute();
        var failure = assertThrows(AssertionError.class, tests.get(ENTRY)::execute);
        assertTrue(failure.getMessage().contains("$.status"), failure.getMessage());
        tests.get("run_after_finished").execute();
    }

    @Test
    void aPendingEntryThatDiffersIsAborted() {
        var tests = tests(Pending.of("06_scripted_conversation#agent_final_response"), NO_ANSWER);

        assertThrows(TestAbortedException.class, tests.get(ENTRY)::execute);
    }

    @Test
    void aPendingEntryThatAgreesFails() throws Throwable {
        var tests = tests(Pending.of("06_scripted_conversation#agent_final_response"), NOTHING);

        tests.get(FIRST).execute();
        var failure = assertThrows(AssertionError.class, tests.get(ENTRY)::execute);
        assertEquals("06_scripted_conversation#agent_final_response agrees now: "
                + "take it out of pending.txt", failure.getMessage());
    }

    @Test
    void aPendingRecordingFailsWhenAllOfItAgrees() {
        var pending = Pending.of("// a comment\n\n06_scripted_conversation\n");

        assertThrows(TestAbortedException.class, tests(pending, NO_ANSWER).get(RECORDING)::execute);
        assertThrows(AssertionError.class, tests(pending, NOTHING).get(RECORDING)::execute);
    }

    @Test
    void aPendingLineThatNamesNothingIsTold() {
        var pending = Pending.of("06_scripted_conversation#run\n"
                + "06_scripted_conversation#get_finished\n06");

        assertEquals(List.of("06", "06_scripted_conversation#run"),
                pending.unknown(List.of(Recording.load(RECORDING))));
    }

    private Map<String, Executable> tests(Pending pending,
            BiConsumer<String, ObjectNode> planting) {
        var session = new Session(ServerSetup.KEYED, List.of(RECORDING));
        ServerStarter starter = _ -> new RecordedServer(Recording.load(RECORDING), work, planting);
        var replay = new SessionReplay(session, starter, new Differences(List.of()), pending);
        var tests = new LinkedHashMap<String, Executable>();
        leaves(replay.tests())
                .forEach(test -> tests.put(test.getDisplayName(), test.getExecutable()));
        return tests;
    }

    private static Stream<DynamicTest> leaves(DynamicNode node) {
        return node instanceof DynamicContainer container
                ? container.getChildren().flatMap(SessionReplayTest::leaves)
                : Stream.of((DynamicTest) node);
    }
}
