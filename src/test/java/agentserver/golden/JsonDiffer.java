package agentserver.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Compares a recorded value with ours, all the way down: a missing and an extra field are
/// findings, and so is a number of another type (`0` for `0.0`). Texts may differ as [Kind] says,
/// the fields of [#VARYING] in any way their type allows. The order of fields does not matter, that
/// of elements does.
final class JsonDiffer {

    private static final Predicate<JsonNode> ANY_NUMBER = JsonNode::isNumber;
    private static final Predicate<JsonNode> ANY_TEXT =
            node -> node.isTextual() && !node.textValue().isEmpty();

    /// Fields whose value belongs to the machine or the moment, and what it must still be.
    private static final Map<String, Predicate<JsonNode>> VARYING = Map.of(
            "latency", ANY_NUMBER,
            "uptime", ANY_NUMBER,
            "idle_time", ANY_NUMBER,
            "hostname", ANY_TEXT,
            "username", ANY_TEXT,
            "python_version", ANY_TEXT,
            "py_interpreter_path", JsonNode::isTextual);

    private final Places places;
    private final Names names;
    private final List<Finding> findings = new ArrayList<>();

    private JsonDiffer(Places places, Names names) {
        this.places = places;
        this.names = names;
    }

    /// @param names learns what recorded ids are called here
    /// @return the differences in the order of the recording; empty when there is none
    static List<Finding> compare(JsonNode recorded, JsonNode ours, Places places, Names names) {
        var differ = new JsonDiffer(places, names);
        differ.compare("$", recorded, ours);
        return List.copyOf(differ.findings);
    }

    private void compare(String path, JsonNode recorded, JsonNode ours) {
        if (recorded.getNodeType() != ours.getNodeType()) {
            find(path, recorded, ours, "a " + type(ours) + " in place of a " + type(recorded));
            return;
        }
        switch (recorded.getNodeType()) {
            case OBJECT -> compareFields(path, recorded, ours);
            case ARRAY -> compareElements(path, recorded, ours);
            case STRING -> TextShape.of(recorded.textValue(), places)
                    .mismatch(ours.textValue(), names)
                    .ifPresent(reason -> find(path, recorded, ours, reason));
            default -> {
                if (!recorded.equals(ours)) {
                    find(path, recorded, ours, "the value differs");
                }
            }
        }
    }

    private void compareFields(String path, JsonNode recorded, JsonNode ours) {
        for (var field : recorded.properties()) {
            compareField(path + "." + field.getKey(), field.getKey(), field.getValue(),
                    ours.path(field.getKey()));
        }
        for (var field : ours.properties()) {
            if (!recorded.has(field.getKey())) {
                find(path + "." + field.getKey(), MissingNode.getInstance(), field.getValue(),
                        "an extra field");
            }
        }
    }

    private void compareField(String path, String name, JsonNode recorded, JsonNode ours) {
        if (ours.isMissingNode()) {
            find(path, recorded, ours, "a missing field");
            return;
        }
        var rule = VARYING.get(name);
        if (rule != null && rule.test(recorded) && rule.test(ours)) {
            return;
        }
        compare(path, recorded, ours);
    }

    private void compareElements(String path, JsonNode recorded, JsonNode ours) {
        for (var i = 0; i < Math.max(recorded.size(), ours.size()); i++) {
            var place = path + "[" + i + "]";
            if (i >= ours.size()) {
                find(place, recorded.get(i), MissingNode.getInstance(), "a missing element");
            } else if (i >= recorded.size()) {
                find(place, MissingNode.getInstance(), ours.get(i), "an extra element");
            } else {
                compare(place, recorded.get(i), ours.get(i));
            }
        }
    }

    private void find(String path, JsonNode recorded, JsonNode ours, String reason) {
        findings.add(new Finding(path, recorded, ours, reason));
    }

    private static String type(JsonNode node) {
        return node.getNodeType().toString().toLowerCase();
    }
}
