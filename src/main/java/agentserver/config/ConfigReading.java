package agentserver.config;

import java.util.List;
import java.util.Optional;

/// What came of reading the configuration.
///
/// @param config   there exactly when there are no problems
/// @param problems all that is wrong, so that one round of corrections is enough
/// @param warnings what is odd but does not stop the server
/// @param values   every setting as it holds, good or not, with its source
public record ConfigReading(Optional<Config> config, List<ConfigProblem> problems,
        List<ConfigProblem> warnings, List<EffectiveValue> values) {

    public ConfigReading {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        values = List.copyOf(values);
    }
}
