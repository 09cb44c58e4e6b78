package agentserver.base.setting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.Locale;
import java.util.Optional;

/// The declaration of one value: its name, its shape, what holds when it is absent, and what it
/// means.
///
/// ```java
/// Setting.of("port", Whole.between(0, 65_535), "Port to listen on.").or(8_000).flag("--port")
/// ```
///
/// A setting is required until [#or] gives it a default or [#nullable] lets it be absent; with
/// both, an explicit null is no value, and absence is the default.
public final class Setting<T> {

    private static final String DEFAULT = "default";

    private final Label label;
    private final Shape<T> shape;
    private final boolean nullable;
    private final Optional<JsonNode> fallback;

    /// @param env  the environment variable's full name, where it does not follow from the key
    /// @param flag the command line's name for it
    private record Label(String key, Optional<String> env, Optional<String> flag, String meaning) {}

    private Setting(Label label, Shape<T> shape, boolean nullable, Optional<JsonNode> fallback) {
        this.label = label;
        this.shape = shape;
        this.nullable = nullable;
        this.fallback = fallback;
    }

    /// A required setting.
    public static <T> Setting<T> of(String key, Shape<T> shape, String meaning) {
        var label = new Label(key, Optional.empty(), Optional.empty(), meaning);
        return new Setting<>(label, shape, false, Optional.empty());
    }

    /// The same with a default, written as a file would write it.
    public Setting<T> or(Object value) {
        return new Setting<>(label, shape, nullable, Optional.of(Scalars.of(value)));
    }

    /// The same, which may also be null or absent.
    public Setting<T> nullable() {
        return new Setting<>(label, shape, true, fallback);
    }

    /// The same without its default: absent means absent.
    public Setting<T> optional() {
        return new Setting<>(label, shape, true, Optional.empty());
    }

    /// The same under an environment variable that does not follow from its key.
    public Setting<T> env(String name) {
        var named = new Label(label.key(), Optional.of(name), label.flag(), label.meaning());
        return new Setting<>(named, shape, nullable, fallback);
    }

    /// The same with a flag on the command line.
    public Setting<T> flag(String name) {
        var named = new Label(label.key(), label.env(), Optional.of(name), label.meaning());
        return new Setting<>(named, shape, nullable, fallback);
    }

    public String key() {
        return label.key();
    }

    public Shape<T> shape() {
        return shape;
    }

    public String meaning() {
        return label.meaning();
    }

    public Optional<String> flag() {
        return label.flag();
    }

    /// The name of the environment variable, as a member of an object whose variable is `prefix`.
    public String variable(String prefix) {
        return label.env().orElseGet(() -> prefix + "_" + key().toUpperCase(Locale.ROOT));
    }

    /// Whether null, or no value at all, is a good value.
    public boolean isNullable() {
        return nullable;
    }

    /// What holds when the setting is absent.
    public Optional<JsonNode> fallback() {
        return fallback;
    }

    public boolean isRequired() {
        return !nullable && fallback.isEmpty();
    }

    /// Checks a single value, as a command line does with a flag's text.
    public Optional<T> read(Raw raw, Place place) {
        return shape.read(raw, place.member(key()));
    }

    void readInto(Values values, Raw.Members object, Place place) {
        var raw = Optional.ofNullable(object.members().get(key())).or(this::fallbackRaw);
        if (raw.isEmpty()) {
            if (isRequired()) {
                place.member(key()).refuse(object, Rule.missing());
            }
            return;
        }
        if (raw.get().isNull() && nullable) {
            return;
        }
        read(raw.get(), place).ifPresent(value -> values.put(this, value));
    }

    JsonNode masked(Raw.Members object) {
        var raw = Optional.ofNullable(object.members().get(key())).or(this::fallbackRaw);
        if (raw.isEmpty() || raw.get().isNull()) {
            return NullNode.instance;
        }
        return shape.masked(raw.get());
    }

    /// The default as a value with a source. An object without a default of its own has the
    /// defaults of its members.
    private Optional<Raw> fallbackRaw() {
        return fallback.map(value -> Raw.of(value, DEFAULT));
    }
}
