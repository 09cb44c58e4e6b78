package agentserver.base.param;

import java.util.ArrayList;
import java.util.List;

/// The parameters of a query string, decoded, in their order. Immutable.
public final class Query {

    private record Pair(String name, String value) {}

    private static final Query EMPTY = new Query(List.of());

    private final List<Pair> pairs;

    private Query(List<Pair> pairs) {
        this.pairs = pairs;
    }

    /// @param raw the text behind the question mark; empty for none
    public static Query parse(String raw) {
        if (raw.isEmpty()) {
            return EMPTY;
        }
        var pairs = new ArrayList<Pair>();
        for (var part : raw.split("&")) {
            int equals = part.indexOf('=');
            var name = equals < 0 ? part : part.substring(0, equals);
            var value = equals < 0 ? "" : part.substring(equals + 1);
            if (!part.isEmpty()) {
                pairs.add(new Pair(Percent.decodeQuery(name), Percent.decodeQuery(value)));
            }
        }
        return new Query(pairs);
    }

    /// Every value of that name.
    public List<String> all(String name) {
        return pairs.stream().filter(pair -> pair.name().equals(name)).map(Pair::value).toList();
    }
}
