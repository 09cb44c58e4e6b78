package agentserver.base.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A value as a source gives it, not yet checked, that remembers the source: a flag, an environment
/// variable, or a file with a key in it.
public sealed interface Raw {

    String source();

    /// Text, a number, true, false or null; also what could not be understood, as text.
    record Leaf(JsonNode value, String source) implements Raw {}

    /// A list.
    record Items(List<Raw> items, String source) implements Raw {
        public Items {
            items = List.copyOf(items);
        }
    }

    /// An object, in the order of its source.
    record Members(Map<String, Raw> members, String source) implements Raw {}

    /// All of `node`, from one source.
    static Raw of(JsonNode node, String source) {
        if (node.isArray()) {
            var items = new ArrayList<Raw>(node.size());
            node.forEach(item -> items.add(of(item, source)));
            return new Items(items, source);
        }
        if (node.isObject()) {
            var members = new LinkedHashMap<String, Raw>();
            node.properties().forEach(
                    member -> members.put(member.getKey(), of(member.getValue(), source)));
            return new Members(members, source);
        }
        return new Leaf(node, source);
    }

    /// This value laid over a weaker one: objects merge member by member, anything else replaces,
    /// except that a null replaces nothing.
    default Raw over(Raw weaker) {
        if (isNull()) {
            return weaker;
        }
        if (!(this instanceof Members high && weaker instanceof Members low)) {
            return this;
        }
        var merged = new LinkedHashMap<>(low.members());
        high.members().forEach(
                (key, value) -> merged.merge(key, value, (below, above) -> above.over(below)));
        return new Members(merged, source());
    }

    /// The value without its sources.
    default JsonNode json() {
        return switch (this) {
            case Leaf leaf -> leaf.value();
            case Items list -> {
                var array = JsonNodeFactory.instance.arrayNode();
                list.items().forEach(item -> array.add(item.json()));
                yield array;
            }
            case Members object -> {
                var node = JsonNodeFactory.instance.objectNode();
                object.members().forEach((name, member) -> node.set(name, member.json()));
                yield node;
            }
        };
    }

    default boolean isNull() {
        return this instanceof Leaf leaf && leaf.value().isNull();
    }
}
