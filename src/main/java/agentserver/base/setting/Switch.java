package agentserver.base.setting;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// True or false.
///
/// @param on the words, in capitals, that an environment variable says true with
public record Switch(List<String> on) implements Shape<Boolean> {

    private static final List<String> OFF = List.of("0", "FALSE", "NO", "OFF", "");

    /// `1` and `true` are true, in any case; every other word is false (contract 01 §2.2).
    public static Switch strict() {
        return new Switch(List.of("1", "TRUE"));
    }

    /// `yes` is true too: the rule of the variables that other programs share.
    public static Switch friendly() {
        return new Switch(List.of("1", "TRUE", "YES"));
    }

    boolean isOn(String word) {
        return on.contains(word.toUpperCase(Locale.ROOT));
    }

    /// Whether the word is one that people use for true or for false with the meaning it has here.
    boolean isClear(String word) {
        return isOn(word) || OFF.contains(word.toUpperCase(Locale.ROOT));
    }

    @Override
    public Optional<Raw> find(EnvironmentReader environment, String name) {
        return environment.truth(this, name);
    }

    @Override
    public Optional<Boolean> read(Raw raw, Place place) {
        if (raw instanceof Raw.Leaf leaf && leaf.value().isBoolean()) {
            return Optional.of(leaf.value().booleanValue());
        }
        place.refuse(raw, Rule.of("bool_type", "Input should be a valid boolean", this));
        return Optional.empty();
    }

    @Override
    public String expects() {
        return "true or false";
    }

    @Override
    public JsonNode masked(Raw raw) {
        return Scalars.shown(raw);
    }
}
