package agentserver.config;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import agentserver.base.secret.Secret;
import agentserver.base.setting.Entity;
import agentserver.base.setting.Finding;
import agentserver.base.setting.Place;
import agentserver.base.setting.Raw;
import agentserver.base.setting.Setting;
import agentserver.base.setting.TextMap;
import agentserver.base.setting.Values;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What turns a dormant server into somebody's server.
///
/// ```json
/// {"session_api_keys": ["…"], "conversations_path": "/data/c", "env": {"TZ": "UTC"}}
/// ```
///
/// Every member is optional; absent or null keeps what the dormant server was started with.
/// Source: `POST /api/init`, contract 01 §9.3.
public final class InitRequest {

    private static final Setting<Map<String, String>> ENV = Setting.of("env", TextMap.variables(),
            "Variables to add to the environment.").optional();

    private static final Setting<List<Secret>> SESSION_KEYS =
            Doors.SESSION_KEYS.optional();
    private static final Setting<Path> CONVERSATIONS = Paths.CONVERSATIONS.optional();
    private static final Setting<Path> BASH_EVENTS = Paths.BASH_EVENTS.optional();
    private static final Setting<Path> WORKTREES = Paths.WORKTREES.optional();
    private static final Setting<List<WebhookSpec>> WEBHOOKS = Operation.WEBHOOKS.optional();
    private static final Setting<List<String>> ORIGINS = Cors.ORIGINS.optional();
    private static final Setting<TelemetrySpec> TELEMETRY = Operation.TELEMETRY.optional();

    /// What the body must look like.
    public static final Entity<InitRequest> SHAPE = new Entity<>("InitRequest", true,
            List.of(SESSION_KEYS, Doors.SECRET_KEY, CONVERSATIONS, BASH_EVENTS, WORKTREES,
                    WEBHOOKS, Listen.WEB_URL, ORIGINS, Limits.MAX_RUNS, ENV, TELEMETRY),
            InitRequest::new);

    private final Values values;

    private InitRequest(Values values) {
        this.values = values;
    }

    /// Reads the body of the request.
    ///
    /// @throws Fault.Invalid with all rules that it breaks
    public static InitRequest read(JsonNode body) {
        var place = Place.root();
        var request = SHAPE.read(Raw.of(body, "body"), place);
        return request.orElseThrow(() -> new Fault.Invalid(
                place.errors().stream().map(Finding::inBody).toList()));
    }

    /// Variables for the environment of tools; they win over those of the dormant server.
    public Map<String, String> env() {
        return values.find(ENV).orElse(Map.of());
    }

    /// The configuration of the server once it is ready. Nothing is changed by asking.
    ///
    /// @throws Fault.Invalid at `body.session_api_keys` when the server would be left open to the
    ///         network although nobody allowed that
    public Config over(Config dormant) {
        var listen = values.find(Listen.WEB_URL).map(dormant.listen()::withWebUrl)
                .orElse(dormant.listen());
        var limits = values.find(Limits.MAX_RUNS).map(dormant.limits()::withMaxConcurrentRuns)
                .orElse(dormant.limits());
        var ready = new Config(listen, doors(dormant.doors()), paths(dormant.paths()), limits,
                dormant.tools(), operation(dormant.operation()));
        if (ready.isOpenToTheWorld()) {
            throw Fault.invalid(Violation.value(List.of("body", "session_api_keys"),
                    "a server that listens beyond this machine needs a session key"));
        }
        return ready;
    }

    private Doors doors(Doors dormant) {
        var doors = values.find(SESSION_KEYS).map(dormant::withSessionKeys).orElse(dormant);
        var cors = values.find(ORIGINS).map(dormant.cors()::withOrigins).orElse(dormant.cors());
        var secretKey = values.find(Doors.SECRET_KEY).or(dormant::secretKey)
                .or(() -> values.find(SESSION_KEYS).flatMap(keys -> keys.stream().findFirst()));
        return secretKey.map(doors::withSecretKey).orElse(doors).withCors(cors).initialized();
    }

    private Paths paths(Paths dormant) {
        return new Paths(values.find(CONVERSATIONS).orElse(dormant.conversations()),
                dormant.workspace(), values.find(WORKTREES).orElse(dormant.worktrees()),
                values.find(BASH_EVENTS).orElse(dormant.bashEvents()), dormant.persistence(),
                dormant.staticFiles());
    }

    private Operation operation(Operation dormant) {
        var operation = values.find(WEBHOOKS).map(dormant::withWebhooks).orElse(dormant);
        return values.find(TELEMETRY).map(operation::withTelemetry).orElse(operation);
    }
}
