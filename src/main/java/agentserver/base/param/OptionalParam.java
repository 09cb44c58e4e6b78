package agentserver.base.param;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A parameter that may be absent, and the start of every other one.
///
/// @param <V> what one text is read as
public final class OptionalParam<V> extends Param<Optional<V>> {

    private final ParamType<V> type;

    OptionalParam(String name, ParamType<V> type) {
        super(name, () -> type.schema(false, false, Optional.empty()),
                (loc, given) -> first(type, loc, given));
        this.type = type;
    }

    /// Has a value when it is absent.
    public Param<V> orElse(V fallback) {
        return new Param<>(name(), () -> type.schema(false, false, Optional.of(fallback)),
                (loc, given) -> first(type, loc, given).orElse(fallback));
    }

    /// Has to be given: absent, it breaks the rule `missing`.
    public Param<V> required() {
        return new Param<>(name(), () -> type.schema(false, true, Optional.empty()),
                (loc, given) -> first(type, loc, given).orElseThrow(() -> missing(loc)));
    }

    /// May be given several times; absent, it is the empty list.
    public Param<List<V>> list() {
        return new Param<>(name(), () -> type.schema(true, false, Optional.empty()), this::all);
    }

    /// May be given several times, and has to be given once.
    public Param<List<V>> requiredList() {
        return new Param<>(name(), () -> type.schema(true, true, Optional.empty()), (loc, given) -> {
            if (given.isEmpty()) {
                throw missing(loc);
            }
            return all(loc, given);
        });
    }

    /// Between the two, both included: [#atLeast] and [#atMost].
    public OptionalParam<V> between(long least, long most) {
        return atLeast(least).atMost(most);
    }

    public OptionalParam<V> atLeast(long least) {
        return with(type.with(new ParamType.Bound("greater_than_equal", "ge", "minimum", least)));
    }

    public OptionalParam<V> atMost(long most) {
        return with(type.with(new ParamType.Bound("less_than_equal", "le", "maximum", most)));
    }

    /// More than `limit`: like [#atLeast] of the next integer, but under the contract's name for
    /// it.
    public OptionalParam<V> above(long limit) {
        return with(type.with(
                new ParamType.Bound("greater_than", "gt", "exclusiveMinimum", limit)));
    }

    /// The whole text has to match.
    public OptionalParam<V> pattern(String regex) {
        return with(type.with(Pattern.compile(regex)));
    }

    private OptionalParam<V> with(ParamType<V> narrower) {
        return new OptionalParam<>(name(), narrower);
    }

    private List<V> all(List<Object> loc, List<String> given) {
        var values = new ArrayList<V>();
        var violations = new ArrayList<Violation>();
        for (int i = 0; i < given.size(); i++) {
            var at = new ArrayList<>(loc);
            at.add(i);
            try {
                values.add(type.read(at, given.get(i)));
            } catch (Fault.Invalid invalid) {
                violations.addAll(invalid.violations());
            }
        }
        if (!violations.isEmpty()) {
            throw new Fault.Invalid(violations);
        }
        return List.copyOf(values);
    }

    private static Fault.Invalid missing(List<Object> loc) {
        return Fault.invalid(Violation.of("missing", loc, "Field required"));
    }
}
