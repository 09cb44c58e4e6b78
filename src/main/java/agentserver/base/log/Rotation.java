package agentserver.base.log;

import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// When the log file is closed under another name and a new one begun.
public sealed interface Rotation {

    /// At the end of each day or hour, local time.
    ///
    /// @param unit   `DAYS` or `HOURS`
    /// @param naming how the period stands in the closed file's name
    record Every(ChronoUnit unit, String naming) implements Rotation {

        LocalDateTime startOf(LocalDateTime moment) {
            return moment.truncatedTo(unit);
        }

        LocalDateTime endOf(LocalDateTime moment) {
            return startOf(moment).plus(1, unit);
        }
    }

    /// Before a write that would make the file larger than `limitBytes`.
    record Beyond(long limitBytes) implements Rotation {}

    /// Reads `midnight` (or `D`), `H`, or a size such as `10MB`, in any case; else nothing.
    static Optional<Rotation> parse(String text) {
        var word = text.strip().toUpperCase(Locale.ROOT);
        return switch (word) {
            case "MIDNIGHT", "D" -> Optional.of(new Every(ChronoUnit.DAYS, "yyyy-MM-dd"));
            case "H" -> Optional.of(new Every(ChronoUnit.HOURS, "yyyy-MM-dd_HH"));
            default -> size(word);
        };
    }

    private static Optional<Rotation> size(String word) {
        var size = Pattern.compile("([1-9][0-9]{0,8})(B|KB|MB|GB)").matcher(word);
        if (!size.matches()) {
            return Optional.empty();
        }
        long unitBytes = switch (size.group(2)) {
            case "KB" -> 1L << 10;
            case "MB" -> 1L << 20;
            case "GB" -> 1L << 30;
            default -> 1L;
        };
        return Optional.of(new Beyond(Long.parseLong(size.group(1)) * unitBytes));
    }
}
