package agentserver.event.log;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Gives the events of one conversation their times: local, without a zone, always with six digits
/// of fraction, and each later than the one before, whatever the clock does. So text order is time
/// order.
///
/// The offset is the one that held when the server started: a change to summer time does not repeat
/// an hour. Any thread may call it. Source: contract 07 §10.1.
public final class EventTimestamps {

    private final InstantSource clock;
    private final ZoneOffset offset;
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);

    public EventTimestamps(InstantSource clock, ZoneOffset offset) {
        this.clock = clock;
        this.offset = offset;
    }

    /// The next time, `2026-01-31T12:34:56.123456`.
    public String next() {
        var now = micros(clock.instant(), offset);
        return LocalTime.format(last.updateAndGet(before -> Math.max(now, before + 1)));
    }

    /// Makes every later time come after this one: the last of a log that was loaded. A text that
    /// is no such time is ignored.
    public void after(String timestamp) {
        LocalTime.parse(timestamp).ifPresent(time -> last.accumulateAndGet(time, Math::max));
    }

    /// When an event happened; empty for a text that is no such time.
    public Optional<Instant> instant(String timestamp) {
        var parsed = LocalTime.parse(timestamp);
        return parsed.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.EPOCH
                        .plus(parsed.getAsLong(), ChronoUnit.MICROS)
                        .minusSeconds(offset.getTotalSeconds()));
    }

    /// Any time as events write it.
    public static String text(Instant instant, ZoneOffset offset) {
        return LocalTime.format(micros(instant, offset));
    }

    private static long micros(Instant instant, ZoneOffset offset) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant)
                + offset.getTotalSeconds() * 1_000_000L;
    }
}
