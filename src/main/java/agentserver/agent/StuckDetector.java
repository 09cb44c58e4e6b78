package agentserver.agent;

import agentserver.event.ActionEvent;
import agentserver.event.AgentErrorEvent;
import agentserver.event.CondensationSummaryEvent;
import agentserver.event.Event;
import agentserver.event.EventSource;
import agentserver.event.MessageEvent;
import agentserver.event.ObservationEvent;
import agentserver.event.UserRejectObservation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/// Notices an agent that goes in circles, from the last events of its branch.
///
/// What is the same is told by what was done and what came of it; ids and times don't count. Only what
/// happened since the user last spoke is looked at. Stateless. Source: contract 08 §5.
public final class StuckDetector {

    /// How many events are looked at.
    public static final int WINDOW = 20;

    private static final int SAME_RESULTS = 4;
    private static final int SAME_ERRORS = 3;
    private static final int MONOLOGUE = 3;
    private static final int ALTERNATING = 6;
    private static final int FEWEST = 3;

    /// What was noticed.
    public sealed interface Finding {

        /// The agent gets on.
        record Fine() implements Finding {}

        /// The agent makes the same mistake again and again; this may get it out of there.
        record Nudge(List<String> texts) implements Finding {
            public Nudge {
                texts = List.copyOf(texts);
            }
        }

        /// The agent goes in circles.
        record Stuck() implements Finding {}
    }

    private static final Finding FINE = new Finding.Fine();
    private static final Finding STUCK = new Finding.Stuck();

    private final List<Event> events;
    private final List<ActionEvent> actions; // newest first, as all lists here
    private final List<Event> results;

    private StuckDetector(List<Event> newestFirst) {
        events = newestFirst;
        actions = newestFirst.stream().filter(ActionEvent.class::isInstance)
                .map(ActionEvent.class::cast).toList();
        results = newestFirst.stream().filter(StuckDetector::isResult).toList();
    }

    /// @param last the last [#WINDOW] events of the branch, oldest first
    public static Finding look(List<? extends Event> last) {
        var newestFirst = new ArrayList<Event>();
        for (var event : last.reversed()) {
            if (event instanceof MessageEvent && event.source() == EventSource.USER) {
                break;
            }
            newestFirst.add(event);
        }
        return newestFirst.size() < FEWEST ? FINE : new StuckDetector(newestFirst).judge();
    }

    private Finding judge() {
        if (repeats(SAME_RESULTS, 1)) {
            return STUCK;
        }
        int errors = errorStreak();
        if (errors == SAME_ERRORS) {
            return new Finding.Nudge(IntStream.range(0, errors).mapToObj(this::nudge).toList());
        }
        return errors > SAME_ERRORS || talksToItself() || repeats(ALTERNATING, 2) ? STUCK : FINE;
    }

    /// Whether each of the last `count` actions, and what came of it, is the same as the one `step`
    /// before it.
    private boolean repeats(int count, int step) {
        return actions.size() >= count && results.size() >= count
                && IntStream.range(0, count - step).allMatch(i ->
                        same(actions.get(i), actions.get(i + step))
                                && same(results.get(i), results.get(i + step)));
    }

    private int errorStreak() {
        int streak = 0;
        while (streak < Math.min(actions.size(), results.size())
                && results.get(streak) instanceof AgentErrorEvent
                && same(actions.get(streak), actions.getFirst())) {
            streak++;
        }
        return streak;
    }

    private String nudge(int index) {
        var error = (AgentErrorEvent) results.get(index);
        return "The tool '" + error.toolName() + "' has now failed " + SAME_ERRORS + " times in a "
                + "row with the same arguments. Its error: " + error.error() + "\n"
                + "Don't repeat the call as it is: change the arguments, or take another way.";
    }

    private boolean talksToItself() {
        int said = 0;
        for (var event : events) {
            if (event instanceof MessageEvent && event.source() == EventSource.AGENT) {
                said++;
            } else if (!(event instanceof CondensationSummaryEvent
                    || event instanceof MessageEvent
                    && event.source() == EventSource.ENVIRONMENT)) {
                break;
            }
        }
        return said >= MONOLOGUE;
    }

    private static boolean isResult(Event event) {
        return event instanceof ObservationEvent || event instanceof AgentErrorEvent
                || event instanceof UserRejectObservation;
    }

    private static boolean same(ActionEvent one, ActionEvent other) {
        return one.source() == other.source() && one.thought().equals(other.thought())
                && one.toolName().equals(other.toolName())
                && Objects.equals(one.action(), other.action());
    }

    private static boolean same(Event one, Event other) {
        return switch (one) {
            case ObservationEvent a when other instanceof ObservationEvent b ->
                a.toolName().equals(b.toolName()) && a.observation().equals(b.observation());
            case AgentErrorEvent a when other instanceof AgentErrorEvent b ->
                a.error().equals(b.error());
            case UserRejectObservation a when other instanceof UserRejectObservation b ->
                a.toolName().equals(b.toolName())
                        && a.rejectionReason().equals(b.rejectionReason());
            default -> false;
        };
    }
}
