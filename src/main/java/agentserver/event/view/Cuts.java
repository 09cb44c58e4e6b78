package agentserver.event.view;

import agentserver.event.ActionEvent;
import agentserver.event.LlmConvertible;
import agentserver.event.ToolResult;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;

/// The places in a view, from 0 to its size, where it may be cut: not inside a batch of calls, not
/// between a call and its result, not inside a tool loop. What lies between two of them may be
/// forgotten. Immutable. Source: contract 07 §8 (4).
public final class Cuts {

    private final BitSet allowed;

    private Cuts(BitSet allowed) {
        this.allowed = allowed;
    }

    static Cuts of(List<LlmConvertible> view) {
        var allowed = new BitSet(view.size() + 1);
        allowed.set(0, view.size() + 1);
        forbidInsideBatches(view, allowed);
        forbidOpenCalls(view, allowed);
        ToolLoop.in(view).forEach(loop -> allowed.clear(loop.from() + 1, loop.to()));
        return new Cuts(allowed);
    }

    /// Whether a cut before the event at this index, or behind the last one, is allowed.
    public boolean allows(int index) {
        return allowed.get(index);
    }

    /// The first allowed place at or after an index.
    ///
    /// @throws NoSuchElementException when there is none
    public int next(int index) {
        var found = allowed.nextSetBit(index);
        if (found < 0) {
            throw new NoSuchElementException("no cut is allowed at or after " + index);
        }
        return found;
    }

    /// All allowed places, ascending.
    public List<Integer> all() {
        return allowed.stream().boxed().toList();
    }

    private static void forbidInsideBatches(List<LlmConvertible> view, BitSet allowed) {
        var first = new HashMap<String, Integer>();
        for (var i = 0; i < view.size(); i++) {
            if (view.get(i) instanceof ActionEvent action) {
                var from = first.putIfAbsent(action.llmResponseId(), i);
                if (from != null) {
                    allowed.clear(from + 1, i + 1);
                }
            }
        }
    }

    private static void forbidOpenCalls(List<LlmConvertible> view, BitSet allowed) {
        var open = new HashSet<String>();
        for (var i = 0; i < view.size(); i++) {
            if (view.get(i) instanceof ActionEvent action) {
                open.add(action.toolCallId());
            }
            if (view.get(i) instanceof ToolResult result) {
                open.remove(result.toolCallId());
            }
            if (!open.isEmpty()) {
                allowed.clear(i + 1);
            }
        }
    }
}
