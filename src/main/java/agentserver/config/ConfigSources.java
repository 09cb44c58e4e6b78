package agentserver.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where the configuration is read from.
///
/// @param environment the variables of the process
/// @param flags       the command line's flags with their text: `--port` to `9000`
/// @param file        the file that the command line names; it must exist
public record ConfigSources(Map<String, String> environment, Map<String, String> flags,
        Optional<Path> file) {

    public ConfigSources {
        environment = Map.copyOf(environment);
        flags = Map.copyOf(flags);
    }

    /// The environment, and the file that it names.
    public static ConfigSources of(Map<String, String> environment) {
        return new ConfigSources(environment, Map.of(), Optional.empty());
    }
}
