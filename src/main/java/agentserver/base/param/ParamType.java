package agentserver.base.param;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import agentserver.base.json.Redactor;
import agentserver.base.json.Times;
import agentserver.base.json.Uuids;
import agentserver.base.json.WireNames;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// How one text of a parameter becomes a value, and which rules the value keeps.
///
/// @param type     the type's name in JSON schema
/// @param keywords what JSON schema says besides; asked for when the API is described
record ParamType<V>(
        String type,
        Supplier<Map<String, Object>> keywords,
        Parser<V> parser,
        List<Bound> bounds,
        Optional<Pattern> pattern) {

    /// Reads a value or says which rule the text breaks.
    @FunctionalInterface
    interface Parser<V> {
        V parse(List<Object> loc, String text);
    }

    /// A limit of numbers: the rule's name, its name in `ctx`, its keyword in JSON schema.
    record Bound(String rule, String key, String keyword, long limit) {

        private boolean broken(double value) {
            return switch (key) {
                case "gt" -> !(value > limit);
                case "ge" -> !(value >= limit);
                default -> !(value <= limit);
            };
        }

        private String words() {
            return switch (key) {
                case "gt" -> "greater than ";
                case "ge" -> "greater than or equal to ";
                default -> "less than or equal to ";
            };
        }
    }

    static final ParamType<String> TEXT = of("string", Map.of(), (_, text) -> text);
    static final ParamType<Integer> INTEGER = of("integer", Map.of(), (loc, text) ->
            integer(Integer::valueOf, loc, text));
    static final ParamType<Long> WHOLE = of("integer", Map.of(), (loc, text) ->
            integer(Long::valueOf, loc, text));
    static final ParamType<Double> NUMBER = of("number", Map.of(), ParamType::number);
    static final ParamType<Boolean> BOOLEAN = of("boolean", Map.of(), ParamType::bool);
    static final ParamType<UUID> UUID_TEXT =
            of("string", Map.of("format", "uuid"), ParamType::uuid);
    static final ParamType<Instant> DATE_TIME =
            of("string", Map.of("format", "date-time"), ParamType::dateTime);

    static <E extends Enum<E>> ParamType<E> choice(Class<E> type, String rule) {
        var names = WireNames.of(type);
        return of("string", () -> Map.of("enum", names.all()), (loc, text) ->
                names.find(text).orElseThrow(() -> broken(rule, loc,
                        "Input should be " + names.expected(),
                        Map.of("expected", names.expected()))));
    }

    private static <V> ParamType<V> of(
            String type, Map<String, Object> keywords, Parser<V> parser) {
        return of(type, () -> keywords, parser);
    }

    private static <V> ParamType<V> of(
            String type, Supplier<Map<String, Object>> keywords, Parser<V> parser) {
        return new ParamType<>(type, keywords, parser, List.of(), Optional.empty());
    }

    ParamType<V> with(Bound bound) {
        var more = new ArrayList<>(bounds);
        more.add(bound);
        return new ParamType<>(
                type, plus(bound.keyword(), bound.limit()), parser, List.copyOf(more), pattern);
    }

    ParamType<V> with(Pattern wanted) {
        return new ParamType<>(
                type, plus("pattern", wanted.pattern()), parser, bounds, Optional.of(wanted));
    }

    ParamSchema schema(boolean repeated, boolean required, Optional<Object> fallback) {
        return new ParamSchema(type, keywords.get(), repeated, required, fallback);
    }

    V read(List<Object> loc, String text) {
        V value = parser.parse(loc, text);
        if (pattern.isPresent() && !pattern.get().matcher(text).find()) {
            var regex = pattern.get().pattern();
            throw broken("string_pattern_mismatch", loc,
                    "String should match pattern '" + regex + "'", Map.of("pattern", regex));
        }
        for (var bound : bounds) {
            if (value instanceof Number number && bound.broken(number.doubleValue())) {
                throw broken(bound.rule(), loc,
                        "Input should be " + bound.words() + bound.limit(),
                        Map.of(bound.key(), bound.limit()));
            }
        }
        return value;
    }

    private Supplier<Map<String, Object>> plus(String keyword, Object value) {
        return () -> {
            var more = new LinkedHashMap<>(keywords.get());
            more.put(keyword, value);
            return more;
        };
    }

    private static <V> V integer(Function<String, V> parser, List<Object> loc, String text) {
        try {
            return parser.apply(text.strip());
        } catch (NumberFormatException _) { // the text is not repeated: see Fault
            throw broken("int_parsing", loc,
                    "Input should be a valid integer, unable to parse string as an integer",
                    Map.of());
        }
    }

    private static Double number(List<Object> loc, String text) {
        try {
            return Double.valueOf(text.strip());
        } catch (NumberFormatException _) { // the text is not repeated: see Fault
            throw broken("float_parsing", loc,
                    "Input should be a valid number, unable to parse string as a number",
                    Map.of());
        }
    }

    private static Boolean bool(List<Object> loc, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1", "yes", "on", "t", "y" -> true;
            case "false", "0", "no", "off", "f", "n" -> false;
            default -> throw broken("bool_parsing", loc,
                    "Input should be a valid boolean, unable to interpret input", Map.of());
        };
    }

    private static UUID uuid(List<Object> loc, String text) {
        try {
            return Uuids.parse(text);
        } catch (IllegalArgumentException e) {
            throw broken("uuid_parsing", loc,
                    "Input should be a valid UUID, " + e.getMessage(),
                    Map.of("error", e.getMessage()));
        }
    }

    private static Instant dateTime(List<Object> loc, String text) {
        try {
            return Times.parse(text);
        } catch (IllegalArgumentException e) {
            throw broken("datetime_from_date_parsing", loc,
                    "Input should be a valid datetime or date, " + e.getMessage(),
                    Map.of("error", e.getMessage()));
        }
    }

    private static Fault.Invalid broken(
            String rule, List<Object> loc, String msg, Map<String, Object> ctx) {
        return Fault.invalid(new Violation(rule, loc, msg, Redactor.REDACTED, ctx));
    }
}
