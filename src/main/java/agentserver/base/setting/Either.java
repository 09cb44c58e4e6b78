package agentserver.base.setting;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A switch, or else a list of names: `true`, `false` or `["a", "b"]`.
public record Either<T>(Switch words, Names names, Function<Boolean, T> ofSwitch,
        Function<List<String>, T> ofNames) implements Shape<T> {

    @Override
    public Optional<Raw> find(EnvironmentReader environment, String name) {
        return environment.either(this, name);
    }

    @Override
    public Optional<T> read(Raw raw, Place place) {
        if (raw instanceof Raw.Items) {
            return names.read(raw, place).map(ofNames);
        }
        if (raw instanceof Raw.Leaf leaf && leaf.value().isBoolean()) {
            return words.read(raw, place).map(ofSwitch);
        }
        place.refuse(raw, Rule.of("bool_type", "Input should be a valid boolean", this));
        return Optional.empty();
    }

    @Override
    public String expects() {
        return "true, false or a JSON list of names";
    }

    @Override
    public JsonNode masked(Raw raw) {
        return raw instanceof Raw.Items ? names.masked(raw) : words.masked(raw);
    }
}
