package agentserver.base.setting;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;

/// Seconds, with a fraction where wanted.
///
/// @param min  the lower bound
/// @param open whether the bound itself is excluded
public record Seconds(double min, boolean open) implements Shape<Duration> {

    private static final double MAX_SECONDS = 1e9;

    public static Seconds above(double min) {
        return new Seconds(min, true);
    }

    public static Seconds from(double min) {
        return new Seconds(min, false);
    }

    @Override
    public Optional<Raw> find(EnvironmentReader environment, String name) {
        return environment.number(name);
    }

    @Override
    public Optional<Duration> read(Raw raw, Place place) {
        if (!(raw instanceof Raw.Leaf leaf) || !leaf.value().isNumber()) {
            var type = raw instanceof Raw.Leaf text && text.value().isTextual()
                    ? "float_parsing" : "float_type";
            place.refuse(raw, Rule.of(type, "Input should be a valid number", this));
            return Optional.empty();
        }
        double seconds = leaf.value().doubleValue();
        if (!(open ? seconds > min : seconds >= min)) {
            place.refuse(raw, open ? Rule.above(min, this) : Rule.atLeast(min, this));
            return Optional.empty();
        }
        // thirty years are as good as for ever, and no arithmetic with them overflows
        var nanos = Math.round(Math.min(seconds, MAX_SECONDS) * 1e9);
        return Optional.of(Duration.ofNanos(nanos));
    }

    @Override
    public String expects() {
        return "seconds, " + (open ? "above " : "at least ") + (long) min;
    }

    @Override
    public JsonNode masked(Raw raw) {
        return Scalars.shown(raw);
    }
}
