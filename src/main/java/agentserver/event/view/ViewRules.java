package agentserver.event.view;

import agentserver.event.ActionEvent;
import agentserver.event.LlmConvertible;
import agentserver.event.ToolResult;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What providers demand of a history, and how a view is made to obey. After anything was left out,
/// all rules are checked again from the first, until nothing is. Source: contract 07 §8 (3).
final class ViewRules {

    /// Finds the ids of events that break a rule.
    private interface Rule {
        Set<String> offenders(List<LlmConvertible> view, List<LlmConvertible> branch);
    }

    private static final List<Rule> RULES = List.of(
            (view, _) -> laterResults(view),
            ViewRules::partsOfBatches,
            (view, _) -> unmatched(view),
            ViewRules::partsOfLoops);

    private ViewRules() {}

    /// Takes out of `view` what breaks a rule.
    ///
    /// @param branch all events of the branch that a model could read, forgotten ones included
    static void enforce(List<LlmConvertible> view, List<LlmConvertible> branch) {
        var changed = true;
        while (changed) {
            changed = false;
            for (var rule : RULES) {
                var offenders = rule.offenders(view, branch);
                if (view.removeIf(event -> offenders.contains(event.id()))) {
                    changed = true;
                    break;
                }
            }
        }
    }

    /// A call has one result: the first. Some vendors give the calls of each reply the same ids; then a
    /// result belongs to the last call before it.
    private static Set<String> laterResults(List<LlmConvertible> view) {
        var answered = new HashSet<String>();
        var offenders = new HashSet<String>();
        for (var event : view) {
            if (event instanceof ActionEvent action) {
                answered.remove(action.toolCallId());
            }
            if (event instanceof ToolResult result && !answered.add(result.toolCallId())) {
                offenders.add(result.id());
            }
        }
        return offenders;
    }

    /// The calls of one reply are all there, or none is.
    private static Set<String> partsOfBatches(
            List<LlmConvertible> view, List<LlmConvertible> branch) {
        var whole = batches(branch);
        var offenders = new HashSet<String>();
        batches(view).forEach((reply, actions) -> {
            if (!actions.equals(whole.get(reply))) {
                offenders.addAll(actions);
            }
        });
        return offenders;
    }

    private static Map<String, Set<String>> batches(List<LlmConvertible> events) {
        var batches = new HashMap<String, Set<String>>();
        for (var event : events) {
            if (event instanceof ActionEvent action) {
                batches.computeIfAbsent(action.llmResponseId(), _ -> new HashSet<>())
                        .add(action.id());
            }
        }
        return batches;
    }

    /// A call has a result, and a result a call before it.
    private static Set<String> unmatched(List<LlmConvertible> view) {
        var open = new HashMap<String, String>(); // the actions' ids by their calls
        var offenders = new HashSet<String>();
        for (var event : view) {
            if (event instanceof ActionEvent action) {
                open.put(action.toolCallId(), action.id());
            }
            if (event instanceof ToolResult result && open.remove(result.toolCallId()) == null) {
                offenders.add(result.id());
            }
        }
        offenders.addAll(open.values());
        return offenders;
    }

    /// A loop that began with reasoning is all there, or none of it is.
    private static Set<String> partsOfLoops(
            List<LlmConvertible> view, List<LlmConvertible> branch) {
        var seen = new HashSet<String>();
        view.forEach(event -> seen.add(event.id()));
        var offenders = new HashSet<String>();
        for (var loop : ToolLoop.in(branch)) {
            var ids = new HashSet<String>();
            branch.subList(loop.from(), loop.to()).forEach(event -> ids.add(event.id()));
            if (!seen.containsAll(ids)) {
                offenders.addAll(ids);
            }
        }
        return offenders;
    }
}
