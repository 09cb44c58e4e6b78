package agentserver.base.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An object whose members are texts under names of the user's choice, such as headers. Its values
/// are never printed.
///
/// @param names  what a name has to be
/// @param values what a value has to be
public record TextMap(Text<String> names, Text<String> values)
        implements Shape<Map<String, String>> {

    /// Any texts under any names.
    public static TextMap any() {
        return new TextMap(Text.any(), Text.any());
    }

    /// What an environment can hold.
    public static TextMap variables() {
        return new TextMap(
                Text.of("the name of a variable, without = and NUL",
                        name -> !name.isEmpty() && name.indexOf('=') < 0 && name.indexOf(0) < 0),
                Text.of("text without NUL", value -> value.indexOf(0) < 0));
    }

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
        object.members().forEach((name, value) -> {
            var member = place.member(name);
            names.read(new Raw.Leaf(TextNode.valueOf(name), value.source()), member)
                    .flatMap(_ -> values.read(value, member))
                    .ifPresent(text -> texts.put(name, text));
        });
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
