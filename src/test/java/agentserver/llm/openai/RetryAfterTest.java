package agentserver.llm.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void secondsAreRead() {
        assertEquals(Optional.of(Duration.ofSeconds(7)), said("retry-after", " 7 "));
        assertEquals(Optional.of(Duration.ofMillis(1_500)), said("retry-after", "1.5"));
    }

    @Test
    void millisecondsComeFirst() {
        assertEquals(Optional.of(Duration.ofMillis(250)),
                said(Map.of("retry-after-ms", "250", "retry-after", "1")));
        assertEquals(Optional.of(Duration.ofSeconds(1)),
                said(Map.of("retry-after-ms", "soon", "retry-after", "1")));
    }

    @Test
    void datesAreRead() {
        assertEquals(Optional.of(Duration.ofSeconds(90)),
                said("retry-after", "Sat, 31 Jan 2026 12:01:30 GMT"));
        assertEquals(Optional.of(Duration.ZERO),
                said("retry-after", "Fri, 30 Jan 2026 12:00:00 GMT"));
    }

    @Test
    void waitsLieBetweenNowAndADay() {
        var day = Optional.of(Duration.ofDays(1));
        assertEquals(day, said("retry-after", "9223372036854775807"));
        assertEquals(day, said("retry-after", "99999999999999999999999"));
        assertEquals(day, said("retry-after-ms", "Infinity"));
        assertEquals(day, said("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"));
        assertEquals(Optional.of(Duration.ZERO), said("retry-after", "-5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "NaN", "31 Jan", "Sat, 99 Jan 2026 12:01:30 GMT"})
    void whatCanNotBeReadSaysNothing(String text) {
        assertEquals(Optional.empty(), said("retry-after", text));
    }

    private static Optional<Duration> said(String name, String value) {
        return said(Map.of(name, value));
    }

    private static Optional<Duration> said(Map<String, String> headers) {
        return RetryAfter.of(name -> Optional.ofNullable(headers.get(name)), NOW);
    }
}
