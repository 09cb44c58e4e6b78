package agentserver.base.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// An object with declared members.
///
/// @param name    what its schema is called where the API is described: `WebhookSpec`
/// @param closed  whether a member that is not declared is an error; else it is ignored with a
///                warning
/// @param members the declarations
/// @param make    makes the value; called only when all members are good
public record Entity<T>(String name, boolean closed, List<Setting<?>> members,
        Function<Values, T> make) implements Shape<T> {

    public Entity {
        members = List.copyOf(members);
    }

    @Override
    public Optional<Raw> find(EnvironmentReader environment, String name) {
        return environment.entity(this, name);
    }

    @Override
    public Optional<T> read(Raw raw, Place place) {
        if (!(raw instanceof Raw.Members object)) {
            place.refuse(raw, Rule.of("model_attributes_type", "Input should be a valid dictionary"
                    + " or object to extract fields from", this));
            return Optional.empty();
        }
        int before = place.errors().size();
        var values = new Values();
        for (var member : members) {
            member.readInto(values, object, place);
        }
        reportUnknown(object, place);
        return place.errors().size() == before ? Optional.of(make.apply(values)) : Optional.empty();
    }

    private void reportUnknown(Raw.Members object, Place place) {
        var known = members.stream().map(Setting::key).collect(Collectors.toSet());
        object.members().forEach((name, value) -> {
            if (known.contains(name)) {
                return;
            }
            if (closed) {
                place.member(name).refuse(value, Rule.unknown());
                return;
            }
            place.member(name).warn(value, Rule.unknown());
        });
    }

    @Override
    public String expects() {
        return "a JSON object";
    }

    @Override
    public JsonNode masked(Raw raw) {
        if (!(raw instanceof Raw.Members object)) {
            return Scalars.stars();
        }
        var shown = JsonNodeFactory.instance.objectNode();
        for (var member : members) {
            shown.set(member.key(), member.masked(object));
        }
        return shown;
    }
}
