package agentserver.base.setting;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongFunction;

/// A whole number between bounds, both included.
///
/// @param unit what is counted, or an empty text
public record Whole<T>(long min, long max, String unit, LongFunction<T> make) implements Shape<T> {

    private static final long MAX_SECONDS = 1_000_000_000;

    public static Whole<Integer> between(int min, int max) {
        return new Whole<>(min, max, "", Math::toIntExact);
    }

    public static Whole<Integer> atLeast(int min) {
        return between(min, Integer.MAX_VALUE);
    }

    public static Whole<Long> bytes(long min) {
        return new Whole<>(min, Long.MAX_VALUE, "bytes", number -> number);
    }

    public static Whole<Duration> seconds(int min) {
        return new Whole<>(min, MAX_SECONDS, "seconds", Duration::ofSeconds);
    }

    @Override
    public Optional<Raw> find(EnvironmentReader environment, String name) {
        return environment.number(name);
    }

    @Override
    public Optional<T> read(Raw raw, Place place) {
        if (!(raw instanceof Raw.Leaf leaf) || !leaf.value().isIntegralNumber()) {
            var type = raw instanceof Raw.Leaf text && text.value().isTextual()
                    ? "int_parsing" : "int_type";
            place.refuse(raw, Rule.of(type, "Input should be a valid integer", this));
            return Optional.empty();
        }
        var number = leaf.value();
        if (!number.canConvertToLong() || number.longValue() > max) {
            place.refuse(raw, Rule.atMost(max, this));
            return Optional.empty();
        }
        if (number.longValue() < min) {
            place.refuse(raw, Rule.atLeast(min, this));
            return Optional.empty();
        }
        return Optional.of(make.apply(number.longValue()));
    }

    @Override
    public String expects() {
        var what = unit.isEmpty() ? "a whole number" : "whole " + unit;
        return isBounded() ? what + ", " + min + " to " + max : what + ", at least " + min;
    }

    private boolean isBounded() {
        return max < Integer.MAX_VALUE && max != MAX_SECONDS;
    }

    @Override
    public JsonNode masked(Raw raw) {
        return Scalars.shown(raw);
    }
}
