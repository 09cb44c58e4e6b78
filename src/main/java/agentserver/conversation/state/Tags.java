package agentserver.conversation.state;

import agentserver.base.json.Rules;
import java.util.Map;
import java.util.regex.Pattern;

/// The rules of a conversation's tags: keys are lower-case letters and digits, values at most
/// [#MAX_VALUE_CHARS] characters. Source: contract 02 §4.1.
public final class Tags {

    public static final int MAX_VALUE_CHARS = 256;
    private static final Pattern KEY = Pattern.compile("[a-z0-9]+");

    private Tags() {}

    /// Adds the rules to those of a record with a member `tags`; null breaks none.
    public static Rules check(Rules rules, Map<String, String> tags) {
        if (tags == null) {
            return rules;
        }
        return rules
                .holds("tags", tags.keySet().stream().allMatch(key -> KEY.matcher(key).matches()),
                        "keys must be lowercase letters and digits only")
                .holds("tags", tags.values().stream().allMatch(Tags::fits),
                        "values must be text of at most " + MAX_VALUE_CHARS + " characters");
    }

    private static boolean fits(String value) {
        return value != null && value.codePointCount(0, value.length()) <= MAX_VALUE_CHARS;
    }
}
