package agentserver.base.param;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The values of parameters, read together, and every rule that they break. Used by one thread
/// while it is filled.
public final class ParamValues {

    private final Map<Param<?>, Object> values = new IdentityHashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    /// Reads parameters of one place.
    ///
    /// @param place `query`, `header` or `path`
    /// @param given the texts under a name; none when it is absent
    public ParamValues read(
            String place, List<Param<?>> params, Function<String, List<String>> given) {
        for (var param : params) {
            try {
                values.put(param, param.read(place, given.apply(param.name())));
            } catch (Fault.Invalid invalid) {
                violations.addAll(invalid.violations());
                values.put(param, invalid);
            }
        }
        return this;
    }

    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    /// The value of a parameter that was read, and broke no rule.
    ///
    /// @throws IllegalStateException when it was not: a mistake of ours, as documentation would
    ///         not know of the parameter either
    @SuppressWarnings("unchecked") // each value was read by the parameter it stands under
    public <T> T value(Param<T> param) {
        var value = values.get(param);
        if (value == null || value instanceof Fault.Invalid) {
            throw new IllegalStateException("not declared: " + param.name());
        }
        return (T) value;
    }
}
