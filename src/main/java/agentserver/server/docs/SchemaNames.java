package agentserver.server.docs;

import agentserver.base.fault.Violation;
import agentserver.base.json.SchemaName;
import agentserver.base.setting.Entity;
import java.util.HashMap;
import java.util.Map;

/// What types are called in the description. Each name belongs to one type.
final class SchemaNames {

    /// Types that are too near the ground to be annotated.
    private static final Map<Class<?>, String> GIVEN = Map.of(Violation.class, "ValidationError");

    private final Map<String, Object> owners = new HashMap<>();

    /// @throws IllegalStateException when another type has the name: one of them needs a [SchemaName]
    String of(Class<?> type) {
        return claimed(wanted(type), type);
    }

    /// The name of an object that settings describe.
    ///
    /// @throws IllegalStateException when something else has the name
    String of(Entity<?> settings) {
        return claimed(settings.name(), settings);
    }

    private String claimed(String name, Object owner) {
        var known = owners.putIfAbsent(name, owner);
        if (known != null && !known.equals(owner)) {
            throw new IllegalStateException(name + " would be both " + known + " and " + owner);
        }
        return name;
    }

    /// A record inside a record is named after both, a kind inside its family alone.
    private static String wanted(Class<?> type) {
        if (type.isAnnotationPresent(SchemaName.class)) {
            return type.getAnnotation(SchemaName.class).value();
        }
        if (GIVEN.containsKey(type)) {
            return GIVEN.get(type);
        }
        var outer = type.getEnclosingClass();
        return outer == null || outer.isInterface() || !outer.isRecord()
                ? type.getSimpleName()
                : wanted(outer) + type.getSimpleName();
    }
}
