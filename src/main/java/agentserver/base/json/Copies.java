package agentserver.base.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Copies of what a record is made from: unmodifiable, in the order given, empty for `null`.
/// (`Map.copyOf` would forget the order, and refuse nulls that a wire shape allows.)
public final class Copies {

    private Copies() {}

    public static <K, V> Map<K, V> of(Map<K, V> map) {
        return map == null || map.isEmpty()
                ? Map.of()
                : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    public static <V> List<V> of(List<V> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
