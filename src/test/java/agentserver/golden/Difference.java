package agentserver.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place where we answer differently on purpose.
///
/// @param recording a recording's name; `*` stands for any text in it
/// @param entry an entry's name; `*` stands for any text in it
/// @param field where in the outcome, as in `$.body.detail[0].msg`; `[*]` stands for any index
/// @param ours our value there. A text in angle brackets says it in words: `<absent>`, `<any>`,
///        `<text>`, `<number>`; `<later>`: the recorded element stands further down our list. An
///        object `{"one of": […]}` names alternatives, any other value is compared like a recorded
///        one
/// @param clause what the README says about it, one sentence
/// @param sometimes whether our answer is allowed to be the recorded one too, as races decide
record Difference(String recording, String entry, String field, JsonNode ours, String clause,
        boolean sometimes) {

    private static final String ONE_OF = "one of";
    private static final String LATER = "<later>";

    static Difference read(JsonNode node) {
        return new Difference(text(node, "recording"), text(node, "entry"), text(node, "field"),
                node.required("ours"), text(node, "clause"),
                node.path("sometimes").equals(BooleanNode.TRUE));
    }

    boolean concerns(String recordingName, String entryName) {
        return glob(recording).matcher(recordingName).matches()
                && glob(entry).matcher(entryName).matches();
    }

    /// The part of `path` that this difference is about, if `path` is there or inside.
    Optional<String> place(String path) {
        var pattern = Pattern.compile("(" + Pattern.quote(field)
                .replace("[*]", "\\E\\[\\d+\\]\\Q") + ")(?:[.\\[].*)?");
        return Optional.of(pattern.matcher(path)).filter(Matcher::matches)
                .map(match -> match.group(1));
    }

    boolean isAboutOrder() {
        return ours.asText().equals(LATER);
    }

    /// Whether our value at the place is the one promised here.
    boolean holds(JsonNode value, Places places, Names names) {
        return holds(ours, value, places, names);
    }

    private static boolean holds(JsonNode expected, JsonNode value, Places places, Names names) {
        if (expected.has(ONE_OF)) {
            for (var choice : expected.get(ONE_OF)) {
                if (holds(choice, value, places, names)) {
                    return true;
                }
            }
            return false;
        }
        return switch (expected.asText()) {
            case "<absent>" -> value.isMissingNode();
            case "<any>" -> !value.isMissingNode();
            case "<text>" -> value.isTextual() && !value.textValue().isEmpty();
            case "<number>" -> value.isNumber();
            default -> JsonDiffer.compare(expected, value, places, names).isEmpty();
        };
    }

    private static Pattern glob(String text) {
        return Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q"));
    }

    private static String text(JsonNode node, String field) {
        return node.required(field).textValue();
    }
}
