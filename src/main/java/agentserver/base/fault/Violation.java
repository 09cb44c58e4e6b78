package agentserver.base.fault;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One broken rule of an input, in the shape that clients of this API know.
///
/// ```json
/// {"type": "greater_than_equal", "loc": ["body", "max_iterations"],
///  "msg": "Input should be greater than or equal to 1", "input": 0, "ctx": {"ge": 1}}
/// ```
///
/// @param type  the rule's name, as the contract lists them (`missing`, `uuid_parsing`, …)
/// @param loc   where: `path`, `query`, `header` or `body`, then field names (text) and indexes
///         (numbers)
/// @param msg   what was expected; never the rejected value
/// @param input the rejected value, already passed through the redactor; may be null
/// @param ctx   the rule's parameters; empty when it has none
public record Violation(
        String type,
        List<Object> loc,
        String msg,
        Object input,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> ctx) {

    public Violation {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(msg, "msg");
        loc = List.copyOf(loc);
        ctx = Map.copyOf(ctx);
    }

    public static Violation of(String type, List<Object> loc, String msg) {
        return new Violation(type, loc, msg, null, Map.of());
    }

    /// A rule over several fields, or one that has no name of its own: `value_error`.
    public static Violation value(List<Object> loc, String text) {
        return new Violation(
                "value_error", loc, "Value error, " + text, null, Map.of("error", text));
    }

    /// The same broken rule seen from further out: `outer` comes before its place.
    public Violation under(List<Object> outer) {
        var whole = new ArrayList<>(outer);
        whole.addAll(loc);
        return new Violation(type, whole, msg, input, ctx);
    }

    public Violation withInput(Object redacted) {
        return new Violation(type, loc, msg, redacted, ctx);
    }
}
