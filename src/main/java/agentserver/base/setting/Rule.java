package agentserver.base.setting;

import agentserver.base.json.WireNames;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/// A rule that a value broke, said twice: in the words that clients of the API know, and in a
/// sentence for the person who configures the server. Neither repeats the value.
///
/// @param type   the rule's name in a validation answer (contract 01 §7.1)
/// @param msg    its message there
/// @param ctx    its parameters there; empty when it has none
/// @param reason what the operator reads: `expected a whole number, 1 to 65535`
public record Rule(String type, String msg, Map<String, Object> ctx, String reason) {

    public Rule {
        ctx = Map.copyOf(ctx);
    }

    static Rule of(String type, String msg, Shape<?> shape) {
        return new Rule(type, msg, Map.of(), "expected " + shape.expects());
    }

    static Rule atLeast(Number limit, Shape<?> shape) {
        return new Rule("greater_than_equal",
                "Input should be greater than or equal to " + plain(limit),
                Map.of("ge", limit), "expected " + shape.expects());
    }

    static Rule above(double limit, Shape<?> shape) {
        return new Rule("greater_than", "Input should be greater than " + plain(limit),
                Map.of("gt", limit), "expected " + shape.expects());
    }

    static Rule atMost(Number limit, Shape<?> shape) {
        return new Rule("less_than_equal", "Input should be less than or equal to " + limit,
                Map.of("le", limit), "expected " + shape.expects());
    }

    static Rule oneOf(List<String> words, Shape<?> shape) {
        var expected = WireNames.expected(words);
        return new Rule("literal_error", "Input should be " + expected,
                Map.of("expected", expected), "expected " + shape.expects());
    }

    static Rule notEmpty(Shape<?> shape) {
        return new Rule("string_too_short", "String should have at least 1 character",
                Map.of("min_length", 1), "expected " + shape.expects());
    }

    /// A rule without a name of its own.
    static Rule value(Shape<?> shape) {
        var error = "expected " + shape.expects();
        return new Rule("value_error", "Value error, " + error, Map.of("error", error), error);
    }

    static Rule missing() {
        return new Rule("missing", "Field required", Map.of(), "a value is required");
    }

    static Rule unknown() {
        return new Rule("extra_forbidden", "Extra inputs are not permitted", Map.of(),
                "there is no such setting; it is ignored");
    }

    /// Without a fraction that is zero.
    private static String plain(Number number) {
        return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
    }
}
