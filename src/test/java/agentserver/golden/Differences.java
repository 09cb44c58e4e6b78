package agentserver.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// All places where we answer differently on purpose, and which of them a replay has met. One
/// thread.
final class Differences {

    private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]]+)|\\[(\\d+)\\]");

    private final List<Difference> all;
    private final Set<Difference> used = new HashSet<>();

    Differences(List<Difference> all) {
        this.all = List.copyOf(all);
    }

    static Differences load() {
        return new Differences(StreamSupport
                .stream(Recording.resource("differences.json").spliterator(), false)
                .map(Difference::read).toList());
    }

    List<Difference> of(String recording, String entry) {
        return all.stream().filter(each -> each.concerns(recording, entry)).toList();
    }

    /// Takes out of `findings` what is meant to differ, and puts in what differs otherwise than
    /// said.
    ///
    /// @param ours the whole outcome of our server, to which the findings' paths lead
    static Verdict explain(List<Difference> applicable, List<Finding> findings, JsonNode ours,
            Places places, Names names) {
        var left = new ArrayList<>(findings);
        var met = new HashSet<Difference>();
        for (var difference : applicable) {
            for (var place : placesOf(difference, left)) {
                left.removeIf(finding -> finding.isWithin(place));
                met.add(difference);
                var value = at(ours, place);
                if (!difference.holds(value, places, names)) {
                    left.add(new Finding(place, difference.ours(), value,
                            "not as differences.json says"));
                }
            }
        }
        return new Verdict(left, met, names);
    }

    void markUsed(Set<Difference> met) {
        used.addAll(met);
    }

    /// What no replayed entry needed, among the differences of the `replayed` recordings.
    List<Difference> unused(Set<String> replayed) {
        return all.stream()
                .filter(each -> !used.contains(each) && !each.sometimes())
                .filter(each -> replayed.stream()
                        .anyMatch(name -> each.concerns(name, each.entry())))
                .toList();
    }

    /// The README's list of differences: one line for each clause.
    String markdown() {
        return all.stream()
                .map(Difference::clause)
                .distinct()
                .map(clause -> "- " + clause + "\n")
                .collect(Collectors.joining());
    }

    static JsonNode at(JsonNode tree, String path) {
        var node = tree;
        var step = STEP.matcher(path);
        while (step.find()) {
            node = step.group(1) != null ? node.path(step.group(1))
                    : node.path(Integer.parseInt(step.group(2)));
        }
        return node;
    }

    private static Set<String> placesOf(Difference difference, List<Finding> findings) {
        return findings.stream()
                .flatMap(finding -> difference.place(finding.path()).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
