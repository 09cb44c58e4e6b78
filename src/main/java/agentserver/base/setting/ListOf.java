package agentserver.base.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A list of values of one shape.
///
/// @param things what they are, for people: `webhooks`
public record ListOf<T>(String things, Shape<T> item) implements Shape<List<T>> {

    @Override
    public Optional<Raw> find(EnvironmentReader environment, String name) {
        return environment.list(this, name);
    }

    @Override
    public Optional<List<T>> read(Raw raw, Place place) {
        if (!(raw instanceof Raw.Items list)) {
            place.refuse(raw, Rule.of("list_type", "Input should be a valid list", this));
            return Optional.empty();
        }
        var values = new ArrayList<T>();
        for (int i = 0; i < list.items().size(); i++) {
            item.read(list.items().get(i), place.item(i)).ifPresent(values::add);
        }
        return Optional.of(List.copyOf(values));
    }

    @Override
    public String expects() {
        return "a list of " + things;
    }

    @Override
    public JsonNode masked(Raw raw) {
        var shown = JsonNodeFactory.instance.arrayNode();
        if (raw instanceof Raw.Items list) {
            list.items().forEach(value -> shown.add(item.masked(value)));
        }
        return shown;
    }
}
