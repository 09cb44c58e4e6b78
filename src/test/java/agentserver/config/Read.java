package agentserver.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads configurations in tests: from variables only, without a file.
final class Read {

    private Read() {}

    static ConfigReading reading(String... namesAndValues) {
        return ConfigReader.read(ConfigSources.of(environment(namesAndValues)));
    }

    static ConfigReading reading(Path file, String... namesAndValues) {
        return ConfigReader.read(new ConfigSources(
                environment(namesAndValues), Map.of(), Optional.of(file)));
    }

    static Config config(String... namesAndValues) {
        return good(reading(namesAndValues));
    }

    static Config config(Path file, String... namesAndValues) {
        return good(reading(file, namesAndValues));
    }

    static List<String> problems(String... namesAndValues) {
        return reading(namesAndValues).problems().stream().map(ConfigProblem::toString).toList();
    }

    static Map<String, String> environment(String... namesAndValues) {
        var environment = new HashMap<String, String>();
        environment.put("HOME", "/home/ada");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return environment;
    }

    private static Config good(ConfigReading reading) {
        return reading.config().orElseThrow(
                () -> new AssertionError("not good: " + reading.problems()));
    }
}
