package agentserver.server.status;

import agentserver.base.process.ProcessHardening;
import agentserver.server.Answer;
import agentserver.server.Door;
import agentserver.server.Exchange;
import agentserver.server.Route;
import agentserver.server.Router;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The HTTP face of the server's state; open to everybody in every state. Source: contract 01 §4.
public final class StatusRoutes {

    private static final Answer OK = json(200, "{\"status\":\"ok\"}");
    private static final Answer READY = json(200, "{\"status\":\"ready\"}");
    private static final Answer INITIALIZING = json(503,
            "{\"status\":\"initializing\",\"message\":\"Server is still initializing\"}");

    private static final List<String> CAPABILITIES = List.of(
            "credential_binding_v1",
            "credential_binding_readiness_probe_v1",
            "credential_binding_activation_guard_v1");

    /// How much of the idle timeout a command in the terminal may take.
    private static final double TERMINAL_SHARE = 0.9;

    private final Build build;
    private final Activity activity;
    private final Supplier<List<String>> usableTools;
    private final BooleanSupplier started;
    private final Optional<Path> staticFiles;

    /// @param usableTools names of the tools that this machine has what it takes for
    /// @param started     whether the server has finished starting; a dormant one has
    /// @param staticFiles the directory served under `/static`
    public StatusRoutes(Build build, Activity activity, Supplier<List<String>> usableTools,
            BooleanSupplier started, Optional<Path> staticFiles) {
        this.build = build;
        this.activity = activity;
        this.usableTools = usableTools;
        this.started = started;
        this.staticFiles = staticFiles.filter(Files::isDirectory);
    }

    public void addTo(Router router) {
        router.add(Route.get("/alive", Door.PUBLIC, _ -> OK)
                        .summary("Says that the server lives.").answers(200, HealthStatus.class))
                .add(Route.get("/health", Door.PUBLIC, _ -> OK)
                        .summary("Says that the server lives.").answers(200, HealthStatus.class))
                .add(Route.get("/ready", Door.PUBLIC, _ ->
                                started.getAsBoolean() ? READY : INITIALIZING)
                        .summary("Says whether the server takes requests.")
                        .answers(200, ReadyStatus.class).answers(503, ReadyStatus.class))
                .add(Route.get("/server_info", Door.PUBLIC, _ -> Answer.ok(info()))
                        .summary("Says what the server is.").answers(200, ServerInfo.class))
                .add(Route.get("/", Door.PUBLIC, this::root)
                        .summary("Says what the server is, or leads to its pages.")
                        .answers(200, ServerInfo.class).answers(302, Void.class));
    }

    private Answer root(Exchange exchange) {
        if (staticFiles.isEmpty()) {
            return Answer.ok(info());
        }
        var root = exchange.settings().rootPath();
        boolean index = Files.isRegularFile(staticFiles.get().resolve("index.html"));
        return Answer.redirect(302, root + (index ? "/static/index.html" : "/static/"));
    }

    private ServerInfo info() {
        var idleTimeout = build.idleTimeoutSeconds();
        return new ServerInfo(
                activity.uptime().toSeconds(),
                activity.idle().toSeconds(),
                "OpenHands Agent Server",
                Build.API_VERSION,
                Build.API_VERSION,
                Build.API_VERSION,
                Build.API_VERSION,
                build.gitSha(),
                build.gitRef(),
                "Java " + Runtime.version(),
                usableTools.get(),
                idleTimeout.orElse(null),
                CAPABILITIES,
                idleTimeout.map(seconds -> seconds * TERMINAL_SHARE).orElse(null),
                "/docs",
                "/redoc",
                Build.NAME,
                build.version(),
                ProcessHardening.layers());
    }

    private static Answer json(int status, String text) {
        return Answer.json(status, text.getBytes(StandardCharsets.UTF_8));
    }
}
