package agentserver;

import agentserver.base.log.Log;
import agentserver.base.process.ProcessHardening;
import agentserver.cli.Cli;
import agentserver.cli.ExitCode;
import agentserver.cli.OwnServer;
import agentserver.cli.Streams;
import agentserver.cli.Version;
import agentserver.config.Config;
import agentserver.config.ConfigReader;
import agentserver.config.ConfigSources;
import agentserver.server.HttpListener;
import agentserver.server.status.Build;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// The program.
public final class Main {

    private static final String VERSION = "0.1.0";

    private Main() {}

    public static void main(String[] args) {
        HttpListener.harden();
        var environment = ProcessHardening.takeEnvironment().variables();
        ProcessHardening.refuseInspection();
        var cli = new Cli(
                new Version(VERSION, Build.API_VERSION), new Streams(System.out, System.err),
                environment, Log.installed(), (config, _) -> serve(config, environment),
                directory -> own(directory, environment));
        System.exit(cli.run(args));
    }

    private static int serve(Config config, Map<String, String> environment) {
        var operation = config.operation();
        var build = new Build(
                VERSION, operation.build().gitSha().orElse("unknown"),
                operation.build().gitRef().orElse("unknown"),
                config.tools().runtimeIdle().map(Main::seconds));
        try {
            var app = new App(config, environment, Path.of(""), build);
            return untilStopped(app);
        } catch (IOException e) {
            System.err.println("agent-server: can't listen on " + config.listen().host() + ":"
                    + config.listen().port() + ": " + e.getMessage());
            return ExitCode.FAILED;
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

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /// Returns never: the process ends by a signal, and the hook puts everything away first.
    private static int untilStopped(App app) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            System.getLogger(Main.class.getName()).log(Level.INFO, "shutting down");
            app.close();
            Log.installed().close();
        }));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) { // nobody does that
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }
}
