package agentserver.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.event.ActionEvent;
import agentserver.event.AgentErrorEvent;
import agentserver.event.ErrorClassification.Kind;
import agentserver.event.Event;
import agentserver.event.ObservationEvent;
import agentserver.llm.MessageToolCall;
import agentserver.tool.Observation;
import agentserver.tool.SecurityRisk;
import agentserver.tool.ThinkAction;
import agentserver.tool.ThinkObservation;
import agentserver.tool.ThinkTool;
import agentserver.tool.Tool;
import agentserver.tool.ToolDefinition;
import agentserver.tool.ToolException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolRunnerTest {

    /// What a tool does instead of thinking.
    private interface Deed {
        Observation done() throws InterruptedException;
    }

    private record OddTool(Deed deed) implements Tool<ThinkAction> {

        @Override
        public String name() {
            return ThinkTool.NAME;
        }

        @Override
        public ToolDefinition definition() {
            return new ThinkTool().definition();
        }

        @Override
        public ObjectNode parameters() {
            return new ThinkTool().parameters();
        }

        @Override
        public Class<ThinkAction> actionType() {
            return ThinkAction.class;
        }

        @Override
        public Observation run(ThinkAction action) throws InterruptedException {
            return deed.done();
        }
    }

    @Test
    void anObservationAnswersTheAction() throws Exception {
        assertInstanceOf(ObservationEvent.class, run(ThinkObservation::logged));
    }

    @Test
    void whatTheModelDidWrongIsToldInTheToolsWords() throws Exception {
        var error = failure(() -> {
            throw new ToolException("no such file");
        });

        assertEquals("Error executing tool 'think': no such file", error.error());
        assertEquals(Kind.AGENT_ACTION, error.classification().kind());
    }

    @ParameterizedTest
    @ValueSource(classes = {
        StackOverflowError.class, OutOfMemoryError.class, LinkageError.class,
        AssertionError.class, IllegalStateException.class})
    void anyBugIsOneErrorThatSaysNothingButItsId(Class<? extends Throwable> kind) throws Exception {
        var bug = kind.getConstructor().newInstance();
        bug.addSuppressed(new IllegalStateException("/home/secret"));

        var error = failure(() -> sneaky(bug));

        var id = error.classification().errorId();
        assertEquals(Kind.INTERNAL, error.classification().kind());
        assertTrue(id.matches("[0-9a-f]{32}"), id);
        assertTrue(error.error().endsWith(id), error.error());
        assertFalse(error.error().contains(kind.getSimpleName()), error.error());
    }

    @Test
    void aBugsMessageStaysInTheLog() throws Exception {
        var error = failure(() -> {
            throw new IllegalStateException("token sk-123");
        });

        assertFalse(error.error().contains("sk-123"), error.error());
    }

    @Test
    void anInterruptedRunLeavesTheActionOpen() {
        assertThrows(InterruptedException.class, () -> run(() -> {
            throw new InterruptedException();
        }));
    }

    private static Observation sneaky(Throwable thrown) {
        switch (thrown) {
            case Error error -> throw error;
            case RuntimeException exception -> throw exception;
            default -> throw new AssertionError("checked: " + thrown);
        }
    }

    private static AgentErrorEvent failure(Deed deed) throws InterruptedException {
        return assertInstanceOf(AgentErrorEvent.class, run(deed));
    }

    private static Event run(Deed deed) throws InterruptedException {
        var call = new MessageToolCall("c1", null, "think", "{\"thought\": \"x\"}", "completion");
        return new ToolRunner(new ToolBox(List.of(new OddTool(deed)))).run(ActionEvent.of(
                ActionEvent.NOTHING_SAID, call, Optional.of(new ThinkAction("x")), "r1",
                SecurityRisk.LOW, ""));
    }
}
