package agentserver.golden;

import com.fasterxml.jackson.databind.JsonNode;

/// One place where our answer differs from the recorded one.
///
/// @param path where, as in `$.body.items[3].key`
/// @param recorded missing when the recording has nothing there
/// @param ours missing when our answer has nothing there
record Finding(String path, JsonNode recorded, JsonNode ours, String reason) {

    private static final int SHOWN_CHARS = 300;

    /// Whether this is at `field` or inside it.
    boolean isWithin(String field) {
        return path.equals(field) || path.startsWith(field + ".") || path.startsWith(field + "[");
    }

    @Override
    public String toString() {
        return path + ": " + reason + "\n      recorded " + shown(recorded) + "\n      ours     "
                + shown(ours);
    }

    private static String shown(JsonNode node) {
        var text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() <= SHOWN_CHARS ? text : text.substring(0, SHOWN_CHARS) + "…";
    }
}
