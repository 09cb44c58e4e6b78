package agentserver.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import agentserver.agent.StuckDetector.Finding;
import agentserver.event.ActionEvent;
import agentserver.event.AgentErrorEvent;
import agentserver.event.Event;
import agentserver.event.EventSource;
import agentserver.event.MessageEvent;
import agentserver.event.ObservationEvent;
import agentserver.llm.Message;
import agentserver.llm.MessageToolCall;
import agentserver.llm.Role;
import agentserver.tool.SecurityRisk;
import agentserver.tool.ThinkAction;
import agentserver.tool.ThinkObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StuckDetectorTest {

    private final List<Event> events = new ArrayList<>();

    @Test
    void anAgentThatDoesDifferentThingsGetsOn() {
        for (int i = 0; i < 8; i++) {
            think("thought " + i);
        }

        assertInstanceOf(Finding.Fine.class, StuckDetector.look(events));
    }

    @Test
    void theSameActionWithTheSameResultFourTimesIsStuck() {
        for (int i = 0; i < 3; i++) {
            think("again");
        }
        assertInstanceOf(Finding.Fine.class, StuckDetector.look(events));

        think("again");

        assertInstanceOf(Finding.Stuck.class, StuckDetector.look(events));
    }

    @Test
    void whatHappenedBeforeTheUserSpokeDoesNotCount() {
        for (int i = 0; i < 4; i++) {
            think("again");
        }
        events.add(MessageEvent.of(EventSource.USER, Message.text(Role.USER, "go on")));

        assertInstanceOf(Finding.Fine.class, StuckDetector.look(events));
    }

    @Test
    void theSameErrorThreeTimesIsToldAndAFourthTimeIsStuck() {
        for (int i = 0; i < 3; i++) {
            fail("again", "no such file");
        }
        var finding = assertInstanceOf(Finding.Nudge.class, StuckDetector.look(events));
        assertEquals(3, finding.texts().size());

        finding.texts().forEach(text -> events.add(
                MessageEvent.of(EventSource.ENVIRONMENT, Message.text(Role.USER, text))));
        fail("again", "another error");

        assertInstanceOf(Finding.Stuck.class, StuckDetector.look(events));
    }

    @Test
    void threeAnswersOnTheirOwnAreAMonologue() {
        for (int i = 0; i < 3; i++) {
            events.add(MessageEvent.of(
                    EventSource.AGENT, Message.text(Role.ASSISTANT, "words " + i)));
        }

        assertInstanceOf(Finding.Stuck.class, StuckDetector.look(events));
    }

    @Test
    void twoActionsInTurnSixTimesAreStuck() {
        for (int i = 0; i < 6; i++) {
            think(i % 2 == 0 ? "left" : "right");
        }

        assertInstanceOf(Finding.Stuck.class, StuckDetector.look(events));
    }

    private void think(String thought) {
        var action = action(thought);
        events.add(action);
        events.add(ObservationEvent.of(action, ThinkObservation.logged()));
    }

    private void fail(String thought, String error) {
        var action = action(thought);
        events.add(action);
        events.add(AgentErrorEvent.of(action, error, ToolRunner.RETRY));
    }

    private ActionEvent action(String thought) {
        var call = new MessageToolCall(
                "call_" + events.size(), null, "think", "{}", "completion");
        return ActionEvent.of(
                ActionEvent.NOTHING_SAID, call, Optional.of(new ThinkAction(thought)), "reply",
                SecurityRisk.UNKNOWN, "");
    }
}
