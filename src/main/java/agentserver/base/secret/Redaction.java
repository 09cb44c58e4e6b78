package agentserver.base.secret;

import java.util.Collection;
import java.util.Comparator;
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

    private final Pattern values; // null when there is nothing to hide
    private final String mask;

    private Redaction(Pattern values, String mask) {
        this.values = values;
        this.mask = Matcher.quoteReplacement(mask);
    }

    /// @param values what must not be seen
    /// @param mask   what stands there instead, `<secret-hidden>`
    public static Redaction of(Collection<String> values, String mask) {
        var pattern = values.stream()
                .filter(value -> value.length() >= MIN_CHARS)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return new Redaction(pattern.isEmpty() ? null : Pattern.compile(pattern), mask);
    }

    /// The text without the values.
    public String apply(String text) {
        return values == null ? text : values.matcher(text).replaceAll(mask);
    }
}
