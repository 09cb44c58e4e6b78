package agentserver.cli;

import agentserver.config.Config;
import agentserver.config.ConfigReading;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/// Runs the server until it is stopped.
@FunctionalInterface
public interface Serve {

    /// Returns the exit code of the process. Everything it needs is in `config`; the log is set up.
    ///
    /// @param bound told of the port as soon as the server answers there and hears signals
    /// @param again reads the configuration once more, from the same flags and variables and the
    ///              file as it then is: see [Config#reloaded]
    int serve(Config config, IntConsumer bound, Supplier<ConfigReading> again);
}
