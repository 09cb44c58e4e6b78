package agentserver.base.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Marks a record component that holds JSON already, and says of which type, for the description of
/// the API: `@Encoded(Event.class) List<byte[]> items` is a list of events.
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Encoded {
    Class<?> value();
}
