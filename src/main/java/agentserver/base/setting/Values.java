package agentserver.base.setting;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The good values of an object's members, by their declarations. Filled by one thread.
public final class Values {

    private final Map<String, Object> values = new HashMap<>();

    <T> void put(Setting<T> setting, T value) {
        values.put(setting.key(), value);
    }

    /// The value of a member that is always there: it is required or has a default.
    ///
    /// @throws IllegalStateException when it is not there
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(
                () -> new IllegalStateException("no value for " + setting.key()));
    }

    /// The value of a member that may be absent.
    @SuppressWarnings("unchecked") // put is the only way in, and ties the type to the declaration
    public <T> Optional<T> find(Setting<T> setting) {
        return Optional.ofNullable((T) values.get(setting.key()));
    }
}
