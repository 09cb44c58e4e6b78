package agentserver.base.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The constants of an enum by the names they have on the wire, in the order of their declaration.
/// Immutable; reads the names when they are first asked for, because annotations are slow to read and
/// most enums are not needed at the start.
public final class WireNames<E extends Enum<E>> {

    private final Once<Map<String, E>> byName;

    private WireNames(Class<E> type) {
        byName = new Once<>(() -> byName(type));
    }

    public static <E extends Enum<E>> WireNames<E> of(Class<E> type) {
        return new WireNames<>(type);
    }

    private static <E extends Enum<E>> Map<String, E> byName(Class<E> type) {
        var names = new LinkedHashMap<String, E>();
        for (var constant : type.getEnumConstants()) {
            names.put(nameOf(constant), constant);
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
        return Optional.ofNullable(byName.get().get(name));
    }

    public List<String> all() {
        return List.copyOf(byName.get().keySet());
    }

    /// The names as messages list them: `'a', 'b' or 'c'`.
    public String expected() {
        return expected(all());
    }

    /// The names as an error lists them: `'a', 'b' or 'c'`.
    public static String expected(List<String> names) {
        var text = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            boolean last = i == names.size() - 1;
            text.append(i == 0 ? "" : last ? " or " : ", ");
            text.append('\'').append(names.get(i)).append('\'');
        }
        return text.toString();
    }
}
