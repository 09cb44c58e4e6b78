package agentserver.base.json;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The value of a record component whose member the input leaves out, as JSON text.
///
/// ```java
/// record Patience(@WhenAbsent("5") int attempts, @WhenAbsent("300") Integer timeout) {}
/// ```
///
/// A member that is there and `null` stays null, which is how a client asks for "no limit"; a
/// primitive component refuses it.
@Target({
    ElementType.RECORD_COMPONENT,
    ElementType.FIELD,
    ElementType.METHOD,
    ElementType.PARAMETER
})
@Retention(RetentionPolicy.RUNTIME)
@JacksonAnnotationsInside
@JsonDeserialize(using = AbsentValueReader.class)
public @interface WhenAbsent {
    String value();
}
