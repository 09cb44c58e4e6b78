package agentserver;

import agentserver.base.log.Log;
import agentserver.base.process.ProcessHardening;
import agentserver.cli.Cli;
import agentserver.cli.ExitCode;
import agentserver.cli.OwnServer;
import agentserver.cli.Signals;
import agentserver.cli.Stopping;
import agentserver.cli.Streams;
import agentserver.cli.Version;
import agentserver.config.Config;
import agentserver.config.ConfigReader;
import agentserver.config.ConfigReading;
import agentserver.config.ConfigSources;
import agentserver.server.HttpListener;
import agentserver.server.status.Build;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/// The program.
public final class Main {

    private static final String VERSION = "0.1.0";

    private Main() {}

    public static void main(String[] args) {
        var environment = ProcessHardening.takeEnvironment().variables();
        ProcessHardening.planRefusal();
        var log = Log.installed();
        var cli = new Cli(
                new Version(VERSION, Build.API_VERSION), new Streams(System.out, System.err),
                environment, log,
                (config, bound, again) -> serve(config, bound, environment, again, log),
                directory -> own(directory, environment));
        System.exit(cli.run(args));
    }

    private static int serve(Config config, IntConsumer bound, Map<String, String> environment,
            Supplier<ConfigReading> again, Log log) {
        HttpListener.loadDates();
        var operation = config.operation();
        var build = new Build(
                VERSION, operation.build().gitSha().orElse("unknown"),
                operation.build().gitRef().orElse("unknown"),
                config.tools().runtimeIdle().map(Main::seconds));
        try {
            var app = new App(
                    config, environment, Path.of(""), build, Optional.of(log));
            Signals.on("HUP", () -> reload(app, again));
            var stopping = Stopping.of(app, log);
            bound.accept(app.port()); // who is told of the port may send signals
            hardenLater();
            return stopping.await();
        } catch (SocketException e) {
            System.err.println("agent-server: can't listen on " + config.listen().host() + ":"
                    + config.listen().port() + ": " + e.getMessage());
            return ExitCode.FAILED;
        } catch (IOException e) {
            System.err.println("agent-server: can't start: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    /// What is wrong with the new configuration is logged, and then the old one stays.
    private static void reload(App app, Supplier<ConfigReading> again) {
        var logger = System.getLogger(Main.class.getName());
        var reading = again.get();
        reading.problems().forEach(problem ->
                logger.log(Level.ERROR, "configuration not reloaded: " + problem));
        try {
            reading.config().ifPresent(fresh -> {
                app.reload(fresh);
                logger.log(Level.INFO, "keys, origins and log level were read again");
            });
        } catch (IllegalArgumentException refused) {
            logger.log(Level.ERROR, "configuration not reloaded: " + refused.getMessage());
        }
    }

    /// A server for one command, which has nothing of the user's in it.
    private static OwnServer.Running own(Path directory, Map<String, String> environment)
            throws IOException {
        var variables = Map.of(
                "PATH", environment.getOrDefault("PATH", "/usr/bin:/bin"),
                "OH_PERSISTENCE_DIR", directory.resolve("home").toString());
        var flags = Map.of("--host", "127.0.0.1", "--port", "0");
        var config = ConfigReader.read(new ConfigSources(variables, flags, Optional.empty()))
                .config().orElseThrow();
        var build = new Build(VERSION, "unknown", "unknown", Optional.empty());
        var app = new App(config, variables, directory, build);
        hardenLater();
        return new OwnServer.Running() {
            @Override
            public URI address() {
                return app.internal();
            }

            @Override
            public void close() {
                app.close();
            }
        };
    }

    /// Behind the open door: see [App#FIRST_ANSWERS].
    private static void hardenLater() {
        Thread.ofPlatform().daemon().name("after-start").start(() -> {
            LockSupport.parkNanos(App.FIRST_ANSWERS.toNanos());
            ProcessHardening.carryOut();
        });
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
