package agentserver.base.secret;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Hides known secret values in a text. Immutable; any thread may use it.
///
/// The longest value wins where several match, and a mask is never searched again. Values shorter
/// than [#MIN_CHARS] characters are left alone: hiding them would garble any text. Redact before
/// any cut, or half a value may stay.
public final class Redaction {

    /// The shortest value that is hidden.
    public static final int MIN_CHARS = 4;

    private final List<String> values; // the longest first
    private final Pattern pattern;
    private final String mask;

    private Redaction(List<String> values, String mask) {
        this.values = values;
        this.pattern = Pattern.compile(
                values.stream().map(Pattern::quote).collect(Collectors.joining("|")));
        this.mask = Matcher.quoteReplacement(mask);
    }

    /// @param values what must not be seen
    /// @param mask   what stands there instead, `<secret-hidden>`
    public static Redaction of(Collection<String> values, String mask) {
        return new Redaction(values.stream()
                .filter(value -> value.length() >= MIN_CHARS)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList(), mask);
    }

    /// The text without the values. Costs little where there are none.
    public String apply(String text) {
        for (var value : values) {
            if (text.contains(value)) {
                return pattern.matcher(text).replaceAll(mask);
            }
        }
        return text;
    }

    /// The length of the longest end of a text with which one of the values begins, but does not
    /// end. What belongs to a whole value is not counted again.
    public int unfinished(String text) {
        if (values.isEmpty()) {
            return 0;
        }
        var longest = values.getFirst().length();
        for (var start = Math.max(0, text.length() - longest + 1); start < text.length(); start++) {
            if (isBegun(text, start) && !isWithin(text, start)) {
                return text.length() - start;
            }
        }
        return 0;
    }

    private boolean isBegun(String text, int start) {
        var length = text.length() - start;
        return values.stream().anyMatch(
                value -> value.length() > length && text.regionMatches(start, value, 0, length));
    }

    private boolean isWithin(String text, int start) {
        return pattern.matcher(text).results()
                .anyMatch(match -> match.start() < start && start < match.end());
    }
}
