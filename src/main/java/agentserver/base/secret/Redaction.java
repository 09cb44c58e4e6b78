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
}
