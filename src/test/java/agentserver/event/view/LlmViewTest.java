package agentserver.event.view;

import static agentserver.event.view.Branch.action;
import static agentserver.event.view.Branch.ids;
import static agentserver.event.view.Branch.message;
import static agentserver.event.view.Branch.result;
import static agentserver.event.view.Branch.thinking;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.event.AgentErrorEvent;
import agentserver.event.Condensation;
import agentserver.event.CondensationRequest;
import agentserver.event.ErrorClassification;
import agentserver.event.Event;
import agentserver.event.PauseEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class LlmViewTest {

    @Test
    void onlyWhatAModelReadsIsSeen() {
        var view = LlmView.of(List.of(message("m1"), PauseEvent.of(), message("m2")));

        assertEquals(List.of("m1", "m2"), ids(view));
    }

    @Test
    void condensationForgetsAndPutsItsSummaryInPlace() {
        var branch = List.<Event>of(message("m1"), message("m2"), message("m3"), message("m4"),
                condensation("c", List.of("m2", "m3"), "what was", 1), message("m5"));

        assertEquals(List.of("m1", "c-summary", "m4", "m5"), ids(LlmView.of(branch)));
        assertEquals(List.of("m1", "c-summary", "m4", "m5"), ids(grown(branch)));
    }

    @Test
    void laterCondensationMayForgetAnEarlierSummary() {
        var branch = List.<Event>of(message("m1"), message("m2"),
                condensation("c1", List.of("m1"), "one", 0), message("m3"),
                condensation("c2", List.of("c1-summary", "m2"), "two", 0));

        assertEquals(List.of("c2-summary", "m3"), ids(LlmView.of(branch)));
    }

    @Test
    void condensationWithoutASummaryOnlyForgets() {
        var branch = List.<Event>of(message("m1"), message("m2"),
                condensation("c", List.of("m1"), null, null));

        assertEquals(List.of("m2"), ids(LlmView.of(branch)));
    }

    @Test
    void requestStandsUntilACondensation() {
        var view = LlmView.of(List.of(message("m1"), CondensationRequest.of()));
        assertTrue(view.condensationRequested());

        view.append(condensation("c", List.of("m1"), "s", 0));

        assertFalse(view.condensationRequested());
    }

    @Test
    void firstResultOfACallWins() {
        var a = action("a", "r", "call");
        var error = AgentErrorEvent.of(a, "restarted", ErrorClassification.UNKNOWN);
        var late = result("late", a);

        assertEquals(List.of("a", error.id()), ids(LlmView.of(List.of(a, error, late))));
    }

    @Test
    void laterCallOfTheSameIdHasItsOwnResult() {
        var first = action("a1", "r1", "call");
        var second = action("a2", "r2", "call");

        assertEquals(List.of("a1", "o1", "a2", "o2"), ids(LlmView.of(
                List.of(first, result("o1", first), second, result("o2", second)))));
    }

    @Test
    void batchWithAForgottenCallGoesAsAWhole() {
        var a1 = action("a1", "r", "c1");
        var a2 = action("a2", "r", "c2");
        var branch = List.<Event>of(message("m"), a1, a2, result("o1", a1), result("o2", a2),
                condensation("c", List.of("a1", "o1"), null, null));

        assertEquals(List.of("m"), ids(LlmView.of(branch)));
    }

    @Test
    void callWithoutResultAndResultWithoutCallAreLeftOut() {
        var lost = action("lost", "r0", "c0");
        var open = action("open", "r1", "c1");

        assertEquals(List.of("m"), ids(LlmView.of(
                List.of(result("orphan", lost), message("m"), open))));
    }

    @Test
    void loopThatLostAPartGoesAsAWhole() {
        var a1 = thinking("a1", "r1", "c1");
        var a2 = action("a2", "r2", "c2");
        var b = thinking("b", "r3", "c3");
        var branch = List.<Event>of(message("m"), a1, result("o1", a1), PauseEvent.of(), a2,
                result("o2", a2), b, result("o3", b),
                condensation("c", List.of("a2", "o2"), null, null));

        assertEquals(List.of("m", "b", "o3"), ids(LlmView.of(branch)));
    }

    @Test
    void answerToACallThatWasLeftOutAsksForARebuild() {
        var open = action("a", "r", "c");
        var branch = new ArrayList<Event>(List.of(message("m"), open));
        var view = LlmView.of(branch);
        branch.add(result("o", open));

        assertFalse(view.append(branch.getLast()));
        assertEquals(List.of("m", "a", "o"), ids(LlmView.of(branch)));
    }

    @Test
    void growingGivesTheSameViewAsBuilding() {
        var a1 = action("a1", "r", "c1");
        var a2 = action("a2", "r", "c2");
        var branch = List.<Event>of(message("m"), a1, a2, result("o1", a1), PauseEvent.of(),
                result("o2", a2), message("m2"));

        assertEquals(ids(LlmView.of(branch)), ids(grown(branch)));
    }

    @Test
    void growingGivesTheSameMessagesAsBuilding() {
        var a1 = action("a1", "r", "c1");
        var a2 = action("a2", "r", "c2");
        var branch = List.<Event>of(message("m"), a1, message("m2"), a2, result("o1", a1),
                result("o2", a2), message("m3"), condensation("c", List.of("m2"), "s", 0),
                message("m4"));
        var grown = new LlmView();

        for (int i = 0; i < branch.size(); i++) {
            grown.append(branch.get(i));
            assertEquals(LlmMessages.of(grown.events()), grown.messages());
        }
        assertEquals(LlmView.of(branch).messages(), grown.messages());
    }

    @Test
    void messagesAreMadeOnce() {
        var a = action("a", "r", "c");
        var view = new LlmView();
        List.of(message("m"), a, result("o", a)).forEach(view::append);
        var before = view.messages();
        view.append(message("m2"));

        for (int i = 0; i < before.size(); i++) {
            assertSame(before.get(i), view.messages().get(i));
        }
    }

    @Test
    void cutsAreAllowedBetweenWholeExchangesOnly() {
        var a1 = action("a1", "r", "c1");
        var a2 = action("a2", "r", "c2");
        var t = thinking("t", "r2", "c3");
        var u = action("u", "r3", "c4");
        var view = LlmView.of(List.of(message("m"), a1, a2, result("o1", a1), result("o2", a2),
                t, result("o3", t), u, result("o4", u), message("m2")));

        assertEquals(List.of(0, 1, 5, 9, 10), view.cuts().all());
        assertEquals(5, view.cuts().next(2));
        assertEquals(5, view.cuts().next(5));
        assertFalse(view.cuts().allows(6));
        assertThrows(NoSuchElementException.class, () -> view.cuts().next(11));
    }

    @Test
    void openCallForbidsCutsBehindIt() {
        var view = new LlmView();
        view.append(message("m"));
        view.append(action("a", "r", "c"));

        assertEquals(List.of(0, 1), view.cuts().all());
        assertEquals(List.of(0), new LlmView().cuts().all());
    }

    @Test
    void pendingAreActionsThatCanRunAndHaveNoResult() {
        var done = action("done", "r", "c1");
        var open = action("open", "r", "c2");
        var failed = action("failed", "r", "c3");
        var impossible = Branch.impossible("impossible", "r", "c4");

        var pending = PendingActions.in(List.of(done, open, failed, impossible,
                result("o", done), AgentErrorEvent.of(failed, "e", ErrorClassification.UNKNOWN)));

        assertEquals(List.of(open), pending);
    }

    private static LlmView grown(List<Event> branch) {
        var view = new LlmView();
        branch.forEach(event -> assertTrue(view.append(event)));
        return view;
    }

    private static Condensation condensation(
            String id, List<String> forgotten, String summary, Integer offset) {
        return new Condensation(id, null, null, null, forgotten, summary, offset, "r");
    }
}
