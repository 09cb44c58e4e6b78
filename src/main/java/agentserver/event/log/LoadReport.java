package agentserver.event.log;

import java.util.List;

/// What was found when a log was opened.
///
/// @param records how many records are whole, of those that were read
/// @param cutBytes how long an unfinished last line was; 0 when there was none
/// @param damaged what failed its check and was set aside
public record LoadReport(long records, long cutBytes, List<Damage> damaged) {

    /// A stretch of the file that is no record.
    ///
    /// @param offset where it begins, in bytes
    /// @param length how long it is, in bytes
    public record Damage(long offset, int length) {}

    public LoadReport {
        damaged = List.copyOf(damaged);
    }
}
