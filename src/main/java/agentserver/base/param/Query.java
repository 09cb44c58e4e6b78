package agentserver.base.param;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The parameters of a query string, decoded, in their order. Immutable.
public final class Query {

    private record Pair(String name, String value) {}

    private static final Query EMPTY = new Query(List.of());
    private static final List<String> SECRET_WORDS =
            List.of("key", "token", "secret", "password", "auth", "credential", "session");

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

    /// The raw query as a log line may show it: what looks like a key by its name is left out.
    public static String forLog(String raw) {
        var shown = new StringBuilder();
        for (var part : raw.split("&")) {
            int equals = part.indexOf('=');
            var name = Percent.decodeQuery(equals < 0 ? part : part.substring(0, equals));
            shown.append(shown.isEmpty() ? "" : "&");
            shown.append(isSecret(name) ? part.substring(0, Math.max(equals, 0)) + "=***" : part);
        }
        return shown.toString();
    }

    private static boolean isSecret(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return SECRET_WORDS.stream().anyMatch(lower::contains);
    }
}
