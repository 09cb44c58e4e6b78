package agentserver.event.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimestampsTest {

    private Instant now = Instant.parse("2026-01-31T12:34:56Z");
    private final EventTimestamps times =
            new EventTimestamps(() -> now, ZoneOffset.ofHoursMinutes(5, 30));

    @Test
    void timesAreLocalWithSixDigits() {
        assertEquals("2026-01-31T18:04:56.000000", times.next());
    }

    @Test
    void eachIsLaterThanTheLastWhateverTheClockDoes() {
        var given = new ArrayList<String>();
        for (var shift : List.of(0L, 0L, -7_200L, 1L, 0L, -1L)) {
            now = now.plusSeconds(shift);
            given.add(times.next());
        }

        assertEquals(given.stream().sorted().distinct().toList(), given);
    }

    @Test
    void loadedLogIsContinuedEvenFromTheFuture() {
        times.after("2031-05-06T07:08:09.999999");
        times.after("2030-01-01T00:00:00");
        times.after("no time");

        assertEquals("2031-05-06T07:08:10.000000", times.next());
        assertEquals("2031-05-06T07:08:10.000001", times.next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31T00:00:00.000000", "1969-12-31T23:59:59.999999",
        "2026-12-31T23:59:00.100000"})
    void numbersAndTextsMeanTheSame(String text) {
        assertEquals(text, LocalTime.format(LocalTime.parse(text).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2026-01-31", "2026-01-31T12:34:56.123", "2026-13-31T12:34:56",
        "2026-01-31T12:34:56.123456Z", "xxxxxxxxxxxxxxxxxxx"})
    void otherFormsAreNoTimes(String text) {
        assertEquals(OptionalLong.empty(), LocalTime.parse(text));
        assertTrue(LocalTime.parse("2026-01-31T12:34:56").isPresent());
    }
}
