package agentserver.cli;

import agentserver.config.ConfigReader;
import agentserver.config.ConfigReading;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads the configuration as the server would, and shows one side of it.
record ConfigCommand(View view, Map<String, String> environment) implements Command {

    /// What is shown.
    interface View {

        /// The words that call it.
        String name();

        /// What it does, in one line.
        String meaning();

        /// Prints it, and returns the exit code.
        int show(ConfigReading reading, boolean json);
    }

    @Override
    public Usage usage() {
        return Usage.of(view.name(), view.meaning(),
                Stream.concat(Stream.of(Flag.JSON), Flag.CONFIGURING.stream()).toList());
    }

    @Override
    public int run(Arguments arguments) {
        return view.show(
                ConfigReader.read(arguments.sources(environment)), arguments.has(Flag.JSON));
    }
}
