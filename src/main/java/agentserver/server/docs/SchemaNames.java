package agentserver.server.docs;

import agentserver.base.fault.Violation;
import agentserver.base.json.SchemaName;
import java.util.HashMap;
import java.util.Map;

/// What types are called in the description. Each name belongs to one type.
final class SchemaNames {

    /// Types that are too near the ground to be annotated.
    private static final Map<Class<?>, String> GIVEN = Map.of(Violation.class, "ValidationError");

    private final Map<String, Class<?>> owners = new HashMap<>();

    /// @throws IllegalStateException when another type has the name: one of them needs a [SchemaName]
    String of(Class<?> type) {
        var name = wanted(type);
        var owner = owners.putIfAbsent(name, type);
        if (owner != null && owner != type) {
            throw new IllegalStateException(
                    name + " would be both " + owner.getName() + " and " + type.getName());
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
