package agentserver.cli;

import agentserver.base.log.Log;
import agentserver.config.Config;
import agentserver.config.ConfigProblem;
import agentserver.config.ConfigReader;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads the configuration, sets up the log, serves, and says so once the port answers.
record ServeCommand(Streams streams, Map<String, String> environment, Log log, Serve serve)
        implements Command {

    static final String NAME = "serve";

    private static final Logger LOG = System.getLogger(ServeCommand.class.getName());

    @Override
    public Usage usage() {
        return Usage.of(NAME, "run the server", Stream.concat(Flag.CONFIGURING.stream(), Stream.of(
                Flag.CHECK_BROWSER, Flag.RELOAD, Flag.WORKERS, Flag.IMPORT_MODULES,
                Flag.EXTRA_PYTHON_PATH)).toList());
    }

    @Override
    public int run(Arguments arguments) {
        if (arguments.has(Flag.CHECK_BROWSER)) {
            streams.out().println("Browser check failed: this server has no browser");
            return ExitCode.FAILED;
        }
        var sources = arguments.sources(environment);
        var reading = ConfigReader.read(sources);
        if (reading.config().isEmpty()) {
            reading.problems().forEach(problem -> complain(problem.toString()));
            return ExitCode.FAILED;
        }
        var config = reading.config().get();
        if (!isLogReady(config)) {
            return ExitCode.FAILED;
        }
        logOddities(arguments, reading.warnings());
        return serve.serve(
                config, port -> announce(config, port), () -> ConfigReader.read(sources));
    }

    private boolean isLogReady(Config config) {
        log.redact(config.secrets());
        try {
            log.configure(config.operation().log());
            return true;
        } catch (IOException unwritable) {
            complain("log_dir: can't be written: " + unwritable.getClass().getSimpleName());
            return false;
        }
    }

    private void logOddities(Arguments arguments, List<ConfigProblem> warnings) {
        warnings.forEach(warning -> LOG.log(Level.WARNING, warning.toString()));
        for (var flag : arguments.flags().keySet()) {
            if (flag.isIdle()) {
                LOG.log(Level.INFO, flag.text() + " has no effect in this server");
            }
        }
        if (!environment.getOrDefault("OH_EXTRA_PYTHON_PATH", "").isBlank()) {
            LOG.log(Level.INFO, "OH_EXTRA_PYTHON_PATH has no effect in this server");
        }
    }

    /// What launchers of this API's servers expect on standard output. Source: contract 01 §1.1.
    private void announce(Config config, int port) {
        var host = config.listen().host();
        var address = (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        streams.out().print("""
                Starting OpenHands Agent Server on %s
                API docs will be available at http://%s/docs
                Auto-reload: disabled
                DEBUG mode: %s

                """.formatted(address, address,
                config.operation().debug() ? "ENABLED (stack traces will be shown)" : "DISABLED"));
        streams.out().flush();
    }

    private void complain(String reason) {
        streams.err().println("agent-server: " + reason);
    }
}
