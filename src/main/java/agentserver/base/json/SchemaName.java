package agentserver.base.json;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a record or an enum is called in the description of the API, where that is not its simple
/// name: clients are generated from those names.
///
/// ```java
/// @SchemaName("SendMessageRequest")
/// public record SendMessage(…) {}
/// ```
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface SchemaName {
    String value();
}
