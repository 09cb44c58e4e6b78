package agentserver.base.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimesTest {

    @Test
    void whatIsWrittenIsReadBack() {
        for (var time : new String[] {"1970-01-01T00:00:00Z", "2024-02-29T23:59:59.999999Z",
            "2026-01-31T12:34:56.000001Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.120000Z"}) {
            var instant = Instant.parse(time);

            assertEquals(time, Times.text(instant));
            assertEquals(instant, Times.parse(time));
        }
    }

    @Test
    void otherFormsOfTheSameTimeAreTheSame() {
        var time = Instant.parse("2026-01-31T12:34:56.120000Z");
        for (var text : new String[] {"2026-01-31T12:34:56.12Z", "2026-01-31 12:34:56.120000z",
            "2026-01-31T13:34:56.120000+01:00", "2026-01-31T12:34:56.120Z"}) {
            assertEquals(time, Times.parse(text), text);
        }
    }

    @Test
    void timeThatIsNoneIsRefusedWithoutBeingRepeated() {
        for (var text : new String[] {"2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z",
            "2026-01-01T24:00:01Z", "2026-01-01T00:60:00.000000Z", "2026-01-01T00:00:00.00000xZ"}) {
            var refused = assertThrows(IllegalArgumentException.class, () -> Times.parse(text));
            assertEquals("expected ISO 8601", refused.getMessage());
        }
    }
}
