package agentserver.base.param;

import agentserver.base.fault.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/// A typed parameter of a query, a header or a path: one constant that both reads and documents it.
///
/// ```java
/// static final Param<Integer> LIMIT = Param.integer("limit").above(0).atMost(100).orElse(100);
/// static final Param<Optional<String>> PAGE_ID = Param.text("page_id");
/// ```
///
/// A fresh one is optional; [OptionalParam#orElse], [OptionalParam#required] and
/// [OptionalParam#list] make it something else. Immutable.
///
/// @param <T> what it is read as
public sealed class Param<T> permits OptionalParam {

    /// Makes the value of the texts that were given; none when the parameter is absent.
    @FunctionalInterface
    interface Reader<T> {
        T read(List<Object> loc, List<String> given);
    }

    private final String name;
    private final Supplier<ParamSchema> schema;
    private final Reader<T> reader;

    Param(String name, Supplier<ParamSchema> schema, Reader<T> reader) {
        this.name = name;
        this.schema = schema;
        this.reader = reader;
    }

    /// Any text.
    public static OptionalParam<String> text(String name) {
        return new OptionalParam<>(name, ParamType.TEXT);
    }

    /// An integer of 32 bits.
    public static OptionalParam<Integer> integer(String name) {
        return new OptionalParam<>(name, ParamType.INTEGER);
    }

    /// An integer of 64 bits.
    public static OptionalParam<Long> whole(String name) {
        return new OptionalParam<>(name, ParamType.WHOLE);
    }

    /// A number.
    public static OptionalParam<Double> number(String name) {
        return new OptionalParam<>(name, ParamType.NUMBER);
    }

    /// `true/false/1/0/yes/no/on/off/t/f/y/n`, in any case.
    public static OptionalParam<Boolean> bool(String name) {
        return new OptionalParam<>(name, ParamType.BOOLEAN);
    }

    /// Any of the usual forms of a UUID.
    public static OptionalParam<UUID> uuid(String name) {
        return new OptionalParam<>(name, ParamType.UUID_TEXT);
    }

    /// ISO 8601 or seconds since 1970; one without a zone is a time of this server's zone.
    public static OptionalParam<Instant> dateTime(String name) {
        return new OptionalParam<>(name, ParamType.DATE_TIME);
    }

    /// A constant of `type`, by its name on the wire; a wrong one breaks the rule `enum`.
    public static <E extends Enum<E>> OptionalParam<E> choice(String name, Class<E> type) {
        return new OptionalParam<>(name, ParamType.choice(type, "enum"));
    }

    /// The same where the contract's rule is called `literal_error`.
    public static <E extends Enum<E>> OptionalParam<E> literal(String name, Class<E> type) {
        return new OptionalParam<>(name, ParamType.choice(type, "literal_error"));
    }

    public final String name() {
        return name;
    }

    public final ParamSchema schema() {
        return schema.get();
    }

    /// @param place `query`, `header` or `path`
    /// @throws Fault.Invalid when what was given breaks a rule
    public final T read(String place, List<String> given) {
        return reader.read(List.of(place, name), given);
    }

    static <V> Optional<V> first(ParamType<V> type, List<Object> loc, List<String> given) {
        return given.isEmpty()
                ? Optional.empty()
                : Optional.of(type.read(loc, given.getLast()));
    }
}
