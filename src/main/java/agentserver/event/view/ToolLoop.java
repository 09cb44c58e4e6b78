package agentserver.event.view;

import agentserver.event.ActionEvent;
import agentserver.event.LlmConvertible;
import agentserver.event.ToolResult;
import java.util.ArrayList;
import java.util.List;

/// A stretch of actions and results that began with reasoning which a provider signed: it takes it
/// back only whole. Another action with reasoning begins the next loop; anything else ends it.
///
/// @param from the index of its first event
/// @param to   the index behind its last
record ToolLoop(int from, int to) {

    static List<ToolLoop> in(List<LlmConvertible> events) {
        var loops = new ArrayList<ToolLoop>();
        for (var from = 0; from < events.size(); from++) {
            if (begins(events.get(from))) {
                var to = from + 1;
                while (to < events.size() && goesOn(events.get(to))) {
                    to++;
                }
                loops.add(new ToolLoop(from, to));
            }
        }
        return loops;
    }

    private static boolean begins(LlmConvertible event) {
        return event instanceof ActionEvent action && !action.thinkingBlocks().isEmpty();
    }

    private static boolean goesOn(LlmConvertible event) {
        return event instanceof ToolResult || event instanceof ActionEvent && !begins(event);
    }
}
