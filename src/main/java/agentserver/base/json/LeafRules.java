package agentserver.base.json;

import agentserver.base.fault.Violation;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Which rule a single value breaks, by the type it should have had. Source: contract 01 §7.1.
final class LeafRules {

    private LeafRules() {}

    /// The name is the contract's, the words are what clients have seen so far.
    static Violation broken(JsonNode value, Class<?> type, List<Object> loc) {
        if (type.isEnum()) {
            return choice(type, loc);
        }
        if (type == UUID.class) {
            return uuid(value, loc);
        }
        if (type == Instant.class) {
            return dateTime(value, loc);
        }
        if (type == boolean.class || type == Boolean.class) {
            return value.isTextual()
                    ? of("bool_parsing", loc,
                            "Input should be a valid boolean, unable to interpret input")
                    : of("bool_type", loc, "Input should be a valid boolean");
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return number(value, type, loc);
        }
        if (CharSequence.class.isAssignableFrom(type) || Path.class.isAssignableFrom(type)) {
            return of("string_type", loc, "Input should be a valid string");
        }
        return of("value_error", loc, "Value error, not as expected here");
    }

    private static Violation number(JsonNode value, Class<?> type, List<Object> loc) {
        boolean real = type == double.class || type == Double.class || type == float.class
                || type == Float.class || type == BigDecimal.class;
        if (real) {
            return value.isTextual()
                    ? of("float_parsing", loc,
                            "Input should be a valid number, unable to parse string as a number")
                    : of("float_type", loc, "Input should be a valid number");
        }
        if (value.isTextual()) {
            return of("int_parsing", loc,
                    "Input should be a valid integer, unable to parse string as an integer");
        }
        if (value.isFloatingPointNumber()) {
            return of("int_from_float", loc,
                    "Input should be a valid integer, got a number with a fractional part");
        }
        return value.isNumber()
                ? of("int_parsing_size", loc, "Input should be an integer of a usual size")
                : of("int_type", loc, "Input should be a valid integer");
    }

    private static Violation uuid(JsonNode value, List<Object> loc) {
        if (!value.isTextual()) {
            return of("uuid_type", loc, "UUID input should be a string, bytes or UUID object");
        }
        try {
            Uuids.parse(value.textValue());
            return of("uuid_parsing", loc, "Input should be a valid UUID");
        } catch (IllegalArgumentException e) {
            return new Violation("uuid_parsing", loc,
                    "Input should be a valid UUID, " + e.getMessage(), null,
                    Map.of("error", e.getMessage()));
        }
    }

    private static Violation dateTime(JsonNode value, List<Object> loc) {
        if (!value.isTextual() && !value.isNumber()) {
            return of("datetime_type", loc, "Input should be a valid datetime");
        }
        try {
            Times.parse(value.asText());
            return of("datetime_parsing", loc, "Input should be a valid datetime");
        } catch (IllegalArgumentException e) {
            return new Violation("datetime_from_date_parsing", loc,
                    "Input should be a valid datetime or date, " + e.getMessage(), null,
                    Map.of("error", e.getMessage()));
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an enum class, of whichever enum
    private static Violation choice(Class<?> type, List<Object> loc) {
        var expected = WireNames.of((Class) type.asSubclass(Enum.class)).expected();
        return new Violation("literal_error", loc, "Input should be " + expected, null,
                Map.of("expected", expected));
    }

    private static Violation of(String type, List<Object> loc, String msg) {
        return Violation.of(type, loc, msg);
    }
}
