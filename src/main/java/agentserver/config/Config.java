package agentserver.config;

import agentserver.base.secret.Secret;
import agentserver.base.setting.Entity;
import agentserver.base.setting.Setting;
import agentserver.base.setting.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Everything that can be configured, checked and complete. Immutable: a change is another
/// `Config`, which replaces the old one in one step.
///
/// Made by [ConfigReader], changed once by [InitRequest] and, in few parts, by [#reloaded].
public record Config(Listen listen, Doors doors, Paths paths, Limits limits, ToolSettings tools,
        Operation operation) {

    /// All settings, in the order in which they are shown and documented.
    static final List<Setting<?>> SETTINGS = Stream.of(Listen.SETTINGS, Doors.SETTINGS,
            Cors.SETTINGS, Paths.SETTINGS, Limits.SETTINGS, ToolSettings.SETTINGS,
            Operation.SETTINGS).<Setting<?>>flatMap(List::stream).toList();

    static final Entity<Config> SHAPE = new Entity<>("Config", false, SETTINGS, Config::of);

    private static Config of(Values values) {
        var doors = Doors.of(values);
        return new Config(Listen.of(values, doors.areLocked()), doors, Paths.of(values),
                Limits.of(values), ToolSettings.of(values), Operation.of(values));
    }

    /// This configuration with those parts of a fresh one that may change while the server runs:
    /// the session keys, the web origins and the log level. Keys and origins that came with an init
    /// stay: the sources of `fresh` know only those of the dormant server.
    public Config reloaded(Config fresh) {
        var initialized = fresh.doors.deferred() && !doors.deferred();
        var current = initialized ? doors : doors
                .withSessionKeys(fresh.doors.sessionKeys()).withCors(fresh.doors.cors());
        return new Config(listen, current, paths, limits, tools,
                operation.withLogLevel(fresh.operation.log().level()));
    }

    /// Whether anybody on the network could use the server without a key, against the operator's
    /// will.
    public boolean isOpenToTheWorld() {
        return !doors.areLocked() && !doors.exceptions().unauthenticated() && !listen.isLoopback();
    }

    /// Every secret in here, so that the log can keep them out.
    public List<Secret> secrets() {
        var secrets = new ArrayList<>(doors.sessionKeys());
        doors.secretKey().ifPresent(secrets::add);
        var telemetry = operation.telemetry();
        telemetry.salt().ifPresent(secrets::add);
        telemetry.target().posthogKey().ifPresent(secrets::add);
        telemetry.target().httpToken().ifPresent(secrets::add);
        for (var webhook : operation.webhooks()) {
            webhook.headers().values().forEach(value -> Secret.of(value).ifPresent(secrets::add));
        }
        return List.copyOf(secrets);
    }
}
