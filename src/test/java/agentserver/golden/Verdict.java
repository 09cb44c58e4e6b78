package agentserver.golden;

import java.util.List;
import java.util.Set;

/// What one comparison found.
///
/// @param findings where our answer differs and should not
/// @param met the declared differences it showed
/// @param names what ids are called if this comparison counts
record Verdict(List<Finding> findings, Set<Difference> met, Names names) {

    Verdict {
        findings = List.copyOf(findings);
        met = Set.copyOf(met);
    }

    boolean agrees() {
        return findings.isEmpty();
    }
}
