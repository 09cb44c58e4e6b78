package agentserver.base.json;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The rules of a record, checked in its compact constructor, all at once.
///
/// ```java
/// public NewNote {
///     new Rules().required("role", role).length("title", title, 1, 200).check();
/// }
/// ```
///
/// Names are those of the wire, relative to the record. A rule that has nothing to say about an
/// absent value (`null`) lets it pass; only [#required] does not.
public final class Rules {

    private final List<Violation> broken = new ArrayList<>();

    /// It has to be there.
    public Rules required(String name, Object value) {
        return value != null ? this : add("missing", name, "Field required", Map.of());
    }

    public Rules atLeast(String name, Number value, long least) {
        if (value == null || value.doubleValue() >= least) {
            return this;
        }
        return add("greater_than_equal", name,
                "Input should be greater than or equal to " + least, Map.of("ge", least));
    }

    public Rules above(String name, Number value, long limit) {
        if (value == null || value.doubleValue() > limit) {
            return this;
        }
        return add("greater_than", name,
                "Input should be greater than " + limit, Map.of("gt", limit));
    }

    public Rules atMost(String name, Number value, long most) {
        if (value == null || value.doubleValue() <= most) {
            return this;
        }
        return add("less_than_equal", name,
                "Input should be less than or equal to " + most, Map.of("le", most));
    }

    public Rules below(String name, Number value, long limit) {
        if (value == null || value.doubleValue() < limit) {
            return this;
        }
        return add("less_than", name, "Input should be less than " + limit, Map.of("lt", limit));
    }

    public Rules between(String name, Number value, long least, long most) {
        return atLeast(name, value, least).atMost(name, value, most);
    }

    /// Characters, as Unicode counts them.
    public Rules length(String name, String value, int least, int most) {
        if (value == null) {
            return this;
        }
        int count = value.codePointCount(0, value.length());
        if (count < least) {
            return add("string_too_short", name, "String should have at least " + least
                    + (least == 1 ? " character" : " characters"), Map.of("min_length", least));
        }
        if (count > most) {
            return add("string_too_long", name, "String should have at most " + most
                    + (most == 1 ? " character" : " characters"), Map.of("max_length", most));
        }
        return this;
    }

    /// `pattern` has to be found in it; anchor it to match the whole.
    public Rules matches(String name, String value, Pattern pattern) {
        if (value == null || pattern.matcher(value).find()) {
            return this;
        }
        return add("string_pattern_mismatch", name,
                "String should match pattern '" + pattern.pattern() + "'",
                Map.of("pattern", pattern.pattern()));
    }

    /// One of the texts listed, whatever their order.
    public Rules oneOf(String name, String value, List<String> allowed) {
        if (value == null || allowed.contains(value)) {
            return this;
        }
        var expected = WireNames.expected(allowed);
        return add("literal_error", name, "Input should be " + expected,
                Map.of("expected", expected));
    }

    /// A rule of its own, about one member.
    public Rules holds(String name, boolean holds, String text) {
        return holds ? this : add(Violation.value(List.of(name), text));
    }

    /// A rule about the whole record.
    public Rules holds(boolean holds, String text) {
        return holds ? this : add(Violation.value(List.of(), text));
    }

    /// Ends the list.
    ///
    /// @throws Fault.Invalid when any rule was broken
    public void check() {
        if (!broken.isEmpty()) {
            throw new Fault.Invalid(broken);
        }
    }

    private Rules add(String type, String name, String msg, Map<String, Object> ctx) {
        return add(new Violation(type, List.of(name), msg, null, ctx));
    }

    private Rules add(Violation violation) {
        broken.add(violation);
        return this;
    }
}
