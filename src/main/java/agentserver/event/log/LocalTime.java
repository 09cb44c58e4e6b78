package agentserver.event.log;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.OptionalLong;

/// Times of events, as text and as a number: microseconds since 1970 on the server's own clock
/// face, without a zone. Both have the same order. Source: contract 07 §3 and §10.1.
final class LocalTime {

    private static final long SECOND = 1_000_000;
    private static final int WHOLE_CHARS = "2026-01-31T12:34:56".length();
    private static final int FULL_CHARS = "2026-01-31T12:34:56.123456".length();

    private LocalTime() {}

    /// The number for a text of the form `2026-01-31T12:34:56.123456`, the fraction left out or of
    /// six digits; empty for any other form.
    static OptionalLong parse(String text) {
        if (text.length() != WHOLE_CHARS && text.length() != FULL_CHARS) {
            return OptionalLong.empty();
        }
        try {
            var time = LocalDateTime.parse(text);
            var micros = time.toEpochSecond(ZoneOffset.UTC) * SECOND
                    + time.getLong(ChronoField.MICRO_OF_SECOND);
            return OptionalLong.of(micros);
        } catch (DateTimeException _) { // another form; the caller keeps the text
            return OptionalLong.empty();
        }
    }

    /// The text for a number, always with six digits of fraction.
    static String format(long micros) {
        var time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, SECOND), 0, ZoneOffset.UTC);
        var text = new StringBuilder(FULL_CHARS).append(time);
        if (text.length() < WHOLE_CHARS) {
            text.append(":00"); // which Java leaves out
        }
        var fraction = Long.toString(Math.floorMod(micros, SECOND));
        return text.append('.').repeat('0', 6 - fraction.length()).append(fraction).toString();
    }
}
