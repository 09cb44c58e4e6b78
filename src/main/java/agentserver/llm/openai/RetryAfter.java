package agentserver.llm.openai;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;

/// When a vendor says to come back: `retry-after-ms`, or `Retry-After` in seconds or as a date, which may
/// be anything. What is given out lies between now and a day.
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /// The wait, or empty when nothing was said that can be read.
    ///
    /// @param header finds a header by its name
    static Optional<Duration> of(Function<String, Optional<String>> header, Instant now) {
        var said = header.apply("retry-after");
        return header.apply("retry-after-ms").flatMap(text -> number(text, 1))
                .or(() -> said.flatMap(text -> number(text, 1_000)))
                .or(() -> said.flatMap(text -> date(text, now)));
    }

    private static Optional<Duration> number(String text, double unitMillis) {
        try {
            var millis = Double.parseDouble(text.strip()) * unitMillis;
            return Double.isNaN(millis) ? Optional.empty()
                    : Optional.of(Duration.ofMillis(
                            (long) Math.clamp(millis, 0, LONGEST.toMillis())));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> date(String text, Instant now) {
        try {
            var then = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from);
            var seconds = then.getEpochSecond() - now.getEpochSecond();
            return Optional.of(Duration.ofSeconds(
                    Math.clamp(seconds, 0, LONGEST.toSeconds())));
        } catch (DateTimeException _) {
            return Optional.empty(); // our own waits will do
        }
    }
}
