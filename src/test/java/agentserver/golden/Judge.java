package agentserver.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/// Compares outcomes under the declared differences.
///
/// A difference of order makes several readings of one recording possible; the reading with the
/// fewest findings counts, and among equals the one nearest to the recording.
record Judge(Places places, Differences differences) {

    /// A recorded outcome, in the recorded order or in another one that is allowed.
    private record Reading(JsonNode outcome, List<Difference> moves) {
    }

    /// @param names stay as they are; the verdict carries what was learned
    Verdict compare(String recording, Entry entry, JsonNode ours, Names names) {
        var applicable = differences.of(recording, entry.name());
        var order = applicable.stream().filter(Difference::isAboutOrder).toList();
        var values = applicable.stream().filter(each -> !each.isAboutOrder()).toList();
        return readings(Outcomes.comparable(entry.outcome()), order).stream()
                .map(reading -> compare(reading, values, ours, names.copy()))
                .min(Comparator.comparingInt(verdict -> verdict.findings().size()))
                .orElseThrow();
    }

    private Verdict compare(Reading reading, List<Difference> values, JsonNode ours, Names names) {
        var findings = JsonDiffer.compare(reading.outcome(), ours, places, names);
        var verdict = Differences.explain(values, findings, ours, places, names);
        var met = new HashSet<>(verdict.met());
        met.addAll(reading.moves());
        return new Verdict(verdict.findings(), met, names);
    }

    private static List<Reading> readings(JsonNode outcome, List<Difference> order) {
        var readings = new ArrayList<Reading>();
        readings.add(new Reading(outcome, List.of()));
        for (var difference : order) {
            for (var reading : List.copyOf(readings)) {
                Order.later(reading.outcome(), difference.field()).forEach(moved -> readings.add(
                        new Reading(moved, Stream.concat(reading.moves().stream(),
                                Stream.of(difference)).toList())));
            }
        }
        return readings;
    }
}
