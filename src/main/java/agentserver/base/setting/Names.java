package agentserver.base.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A short list of names. An environment variable or a flag writes them with commas between: `A,B`;
/// blanks around a name and empty names do not count. A file writes a JSON list.
public record Names() implements Shape<List<String>> {

    @Override
    public Optional<Raw> find(EnvironmentReader environment, String name) {
        return environment.names(name);
    }

    @Override
    public Optional<List<String>> read(Raw raw, Place place) {
        if (!(raw instanceof Raw.Items list)) {
            place.refuse(raw, Rule.of("list_type", "Input should be a valid list", this));
            return Optional.empty();
        }
        var names = new ArrayList<String>();
        for (int i = 0; i < list.items().size(); i++) {
            Text.any().read(list.items().get(i), place.item(i)).ifPresent(names::add);
        }
        return Optional.of(List.copyOf(names));
    }

    @Override
    public String expects() {
        return "names with commas between";
    }

    @Override
    public JsonNode masked(Raw raw) {
        var shown = JsonNodeFactory.instance.arrayNode();
        if (raw instanceof Raw.Items list) {
            list.items().forEach(item -> shown.add(Scalars.shown(item)));
        }
        return shown;
    }
}
