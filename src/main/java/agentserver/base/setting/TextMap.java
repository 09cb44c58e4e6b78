package agentserver.base.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An object whose members are texts under names of the user's choice, such as headers. Its values
/// are never printed.
public record TextMap() implements Shape<Map<String, String>> {

    @Override
    public Optional<Raw> find(EnvironmentReader environment, String name) {
        return environment.json(name);
    }

    @Override
    public Optional<Map<String, String>> read(Raw raw, Place place) {
        if (!(raw instanceof Raw.Members object)) {
            place.refuse(raw, Rule.of("dict_type", "Input should be a valid dictionary", this));
            return Optional.empty();
        }
        var texts = new LinkedHashMap<String, String>();
        object.members().forEach((name, value) -> Text.any()
                .read(value, place.member(name)).ifPresent(text -> texts.put(name, text)));
        return Optional.of(Collections.unmodifiableMap(texts));
    }

    @Override
    public String expects() {
        return "a JSON object of texts";
    }

    @Override
    public JsonNode masked(Raw raw) {
        var shown = JsonNodeFactory.instance.objectNode();
        if (raw instanceof Raw.Members object) {
            object.members().keySet().forEach(name -> shown.set(name, Scalars.stars()));
        }
        return shown;
    }
}
