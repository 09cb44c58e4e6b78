package agentserver.base.setting;

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
        return new Rule("greater_than_equal", "Input should be greater than or equal to " + limit,
                Map.of("ge", limit), "expected " + shape.expects());
    }

    static Rule above(Number limit, Shape<?> shape) {
        return new Rule("greater_than", "Input should be greater than " + limit,
                Map.of("gt", limit), "expected " + shape.expects());
    }

    static Rule atMost(Number limit, Shape<?> shape) {
        return new Rule("less_than_equal", "Input should be less than or equal to " + limit,
                Map.of("le", limit), "expected " + shape.expects());
    }

    static Rule missing() {
        return new Rule("missing", "Field required", Map.of(), "a value is required");
    }

    static Rule unknown() {
        return new Rule("extra_forbidden", "Extra inputs are not permitted", Map.of(),
                "there is no such setting; it is ignored");
    }
}
