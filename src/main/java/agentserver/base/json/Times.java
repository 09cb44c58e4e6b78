package agentserver.base.json;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;

/// Times as the wire shows them: UTC, `Z`, and microseconds only where they are not zero
/// (`2025-01-01T12:00:00Z`, `2025-01-01T12:00:00.120000Z`). Source: contract 01 §8.
public final class Times {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter MICROS = new DateTimeFormatterBuilder()
            .append(SECONDS)
            .appendFraction(ChronoField.NANO_OF_SECOND, 6, 6, true)
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter WITH_ZONE = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendOffset("+HH:mm", "Z")
            .toFormatter();

    private static final DateTimeFormatter WITH_SHORT_ZONE = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .appendOffset("+HHmm", "Z")
            .toFormatter();

    private static final String OURS = "0000-00-00T00:00:00Z";
    private static final String OURS_WITH_MICROS = "0000-00-00T00:00:00.000000Z";

    /// A number beyond this counts milliseconds, not seconds.
    private static final BigDecimal LARGEST_SECONDS = new BigDecimal("20000000000");

    private Times() {}

    public static String text(Instant time) {
        var micros = time.truncatedTo(ChronoUnit.MICROS);
        return (micros.getNano() == 0 ? SECONDS : MICROS).format(micros) + "Z";
    }

    /// Reads ISO 8601 (a time without a zone is one of this server's zone, a day is its first
    /// moment) or a number of seconds or milliseconds since 1970.
    ///
    /// @throws IllegalArgumentException with a message that says what is wrong
    public static Instant parse(String text) {
        if (isOurs(text)) {
            return ofOurs(text);
        }
        if (isNumber(text)) {
            return ofNumber(new BigDecimal(text));
        }
        if (text.length() < "2025-01-01".length()) {
            throw new IllegalArgumentException("input is too short");
        }
        try {
            return ofIso(text);
        } catch (DateTimeException _) { // the text is not repeated: it may be anything
            throw new IllegalArgumentException("expected ISO 8601");
        }
    }

    /// Whether it looks as [#text] writes it. A start reads thousands of these, with code that is cold:
    /// then a formatter takes a good part of the start.
    private static boolean isOurs(String text) {
        if (text.length() != OURS.length() && text.length() != OURS_WITH_MICROS.length()) {
            return false;
        }
        var form = text.length() == OURS.length() ? OURS : OURS_WITH_MICROS;
        for (int i = 0; i < form.length(); i++) {
            char c = text.charAt(i);
            if (form.charAt(i) == '0' ? c < '0' || c > '9' : c != form.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static Instant ofOurs(String text) {
        try {
            int nanos = text.length() == OURS.length() ? 0 : number(text, 20, 26) * 1_000;
            return LocalDateTime.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10),
                    number(text, 11, 13), number(text, 14, 16), number(text, 17, 19), nanos)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) { // a month that is none, and so on
            throw new IllegalArgumentException("expected ISO 8601");
        }
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    private static Instant ofIso(String text) {
        if (text.length() == "2025-01-01".length()) {
            return LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
        }
        var iso = text.substring(0, 10) + 'T' + text.substring(11);
        if ("Tt _".indexOf(text.charAt(10)) < 0) {
            throw new DateTimeException("no separator");
        }
        int zone = Math.max(iso.lastIndexOf('+'), iso.lastIndexOf('-'));
        if (iso.endsWith("Z") || iso.endsWith("z") || zone > 10) {
            boolean colon = zone < 0 || iso.indexOf(':', zone) > 0 || zone <= 10;
            return OffsetDateTime.parse(iso, colon ? WITH_ZONE : WITH_SHORT_ZONE).toInstant();
        }
        return LocalDateTime.parse(iso).atZone(ZoneId.systemDefault()).toInstant();
    }

    private static boolean isNumber(String text) {
        int dots = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '.') {
                dots++;
            } else if (!(c >= '0' && c <= '9') && !(i == 0 && c == '-')) {
                return false;
            }
        }
        return dots <= 1 && text.length() <= 30 && !text.isEmpty()
                && Character.isDigit(text.charAt(text.length() - 1));
    }

    static Instant ofNumber(BigDecimal number) {
        boolean millis = number.abs().compareTo(LARGEST_SECONDS) > 0;
        var micros = number.movePointRight(millis ? 3 : 6);
        try {
            return Instant.EPOCH.plus(micros.longValueExact(), ChronoUnit.MICROS);
        } catch (ArithmeticException | DateTimeException _) { // too exact, or too far
            throw new IllegalArgumentException("dates are not that far or that exact");
        }
    }
}
