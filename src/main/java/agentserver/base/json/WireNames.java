package agentserver.base.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The constants of an enum by the names they have on the wire, in the order of their declaration.
/// Immutable.
public final class WireNames<E extends Enum<E>> {

    private final Map<String, E> byName = new LinkedHashMap<>();

    private WireNames() {}

    public static <E extends Enum<E>> WireNames<E> of(Class<E> type) {
        var names = new WireNames<E>();
        for (var constant : type.getEnumConstants()) {
            names.byName.put(nameOf(constant), constant);
        }
        return names;
    }

    /// Asks the constant itself: a mapper that did so would be the longest part of the server's start.
    private static String nameOf(Enum<?> constant) {
        try {
            var field = constant.getDeclaringClass().getField(constant.name());
            return Optional.ofNullable(field.getAnnotation(JsonProperty.class))
                    .map(JsonProperty::value).orElse(constant.name());
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException("an enum without its constant " + constant, impossible);
        }
    }

    public Optional<E> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<String> all() {
        return List.copyOf(byName.keySet());
    }

    /// The names as messages list them: `'a', 'b' or 'c'`.
    public String expected() {
        return expected(all());
    }

    static String expected(List<String> names) {
        var text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            boolean last = i == names.size() - 1;
            text.append(i == 0 ? "" : last ? " or " : ", ");
            text.append('\'').append(names.get(i)).append('\'');
        }
        return text.toString();
    }
}
