package agentserver.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/// Moves an element of a recorded list further down, for differences of order.
final class Order {

    private Order() {
    }

    /// The recorded outcome with the element at `path` in every later place. A moved event hangs on
    /// whatever is the head of the conversation there, so its `parent_id` may be any id.
    ///
    /// @param path of the element, as in `$.body.items[3]`
    static List<JsonNode> later(JsonNode outcome, String path) {
        var bracket = path.lastIndexOf('[');
        var index = Integer.parseInt(path.substring(bracket + 1, path.length() - 1));
        var list = path.substring(0, bracket);
        var moved = new ArrayList<JsonNode>();
        for (var to = index + 1; to < Differences.at(outcome, list).size(); to++) {
            var copy = outcome.deepCopy();
            move((ArrayNode) Differences.at(copy, list), index, to);
            moved.add(copy);
        }
        return moved;
    }

    private static void move(ArrayNode list, int from, int to) {
        var element = list.remove(from);
        if (element instanceof ObjectNode event && event.has("parent_id")) {
            event.put("parent_id", "${ID}");
        }
        list.insert(to, element);
    }
}
