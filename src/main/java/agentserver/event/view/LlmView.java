package agentserver.event.view;

import agentserver.event.ActionEvent;
import agentserver.event.Condensation;
import agentserver.event.CondensationRequest;
import agentserver.event.Event;
import agentserver.event.LlmConvertible;
import agentserver.event.ToolResult;
import agentserver.llm.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The events of one branch that a model sees, kept as the branch grows.
///
/// Built whole, at load, after a fork or a move, it obeys all [ViewRules]. Growing, it only applies
/// what comes: appends are cheap, and rely on the agent answering its calls and on condensers
/// cutting where [#cuts] allows. Not safe for threads: its owner locks.
public final class LlmView {

    private final List<LlmConvertible> events = new ArrayList<>();
    private final Set<String> openCalls = new HashSet<>();
    private LlmMessages messages = new LlmMessages();
    private boolean condensationRequested;

    /// The view of an empty branch.
    public LlmView() {}

    /// The view of a branch, root first, made to obey the rules: what breaks one is left out.
    public static LlmView of(List<? extends Event> branch) {
        var view = new LlmView();
        var all = new ArrayList<LlmConvertible>();
        for (var event : branch) {
            view.apply(event);
            if (event instanceof LlmConvertible convertible) {
                all.add(convertible);
            }
        }
        ViewRules.enforce(view.events, all);
        view.readAgain();
        return view;
    }

    /// Takes the branch's next event.
    ///
    /// @return whether the view is good as it is; false when the event answers a call that the view
    ///         left out, so that it has to be built anew from the branch
    public boolean append(Event event) {
        if (event instanceof ToolResult result && !openCalls.contains(result.toolCallId())) {
            return false;
        }
        apply(event);
        if (event instanceof Condensation) {
            readAgain();
        }
        return true;
    }

    /// What the model sees, oldest first; a copy.
    public List<LlmConvertible> events() {
        return List.copyOf(events);
    }

    /// The same as messages.
    public List<Message> messages() {
        return messages.list();
    }

    /// How many events the model sees.
    public int size() {
        return events.size();
    }

    /// Whether a condensation was asked for and has not happened yet.
    public boolean condensationRequested() {
        return condensationRequested;
    }

    /// Where the view may be cut.
    public Cuts cuts() {
        return Cuts.of(events);
    }

    private void apply(Event event) {
        switch (event) {
            case Condensation condensation -> condense(condensation);
            case CondensationRequest _ -> condensationRequested = true;
            case LlmConvertible convertible -> add(convertible);
            default -> { } // not for models
        }
    }

    private void add(LlmConvertible event) {
        events.add(event);
        messages.add(event);
        if (event instanceof ActionEvent action) {
            openCalls.add(action.toolCallId());
        }
        if (event instanceof ToolResult result) {
            openCalls.remove(result.toolCallId());
        }
    }

    private void condense(Condensation condensation) {
        condensationRequested = false;
        var forgotten = Set.copyOf(condensation.forgottenEventIds());
        events.removeIf(event -> forgotten.contains(event.id()));
        condensation.summaryEvent().ifPresent(summary -> events.add(
                Math.min(condensation.summaryOffset(), events.size()), summary));
    }

    /// Finds out anew what follows from the events, after some were taken out.
    private void readAgain() {
        var left = List.copyOf(events);
        events.clear();
        openCalls.clear();
        messages = new LlmMessages();
        left.forEach(this::add);
    }
}
