package agentserver.base.log;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;

/// Writes local time as `2026-01-02 03:04:05,678`. Remembers the last second, since many lines
/// share it. Used by one thread at a time.
final class LogTime {

    private long second = Long.MIN_VALUE;
    private String text = "";

    void write(long millis, LineBuffer out) {
        var wanted = Math.floorDiv(millis, 1_000);
        if (wanted != second) {
            second = wanted;
            text = local(Instant.ofEpochSecond(wanted));
        }
        var rest = Math.floorMod(millis, 1_000);
        out.ascii(text).ascii(rest < 10 ? ",00" : rest < 100 ? ",0" : ",").number(rest);
    }

    /// Without a formatter: loading one would take longer than all the rest of the first line.
    private static String local(Instant instant) {
        var time = LocalDateTime.ofInstant(instant, ZoneId.systemDefault());
        var padded = new StringBuilder(time.toLocalDate().toString()).append(' ');
        append(padded, time.getHour()).append(':');
        append(padded, time.getMinute()).append(':');
        return append(padded, time.getSecond()).toString();
    }

    private static StringBuilder append(StringBuilder text, int twoDigits) {
        return text.append(twoDigits < 10 ? "0" : "").append(twoDigits);
    }
}
