package agentserver.config;

import agentserver.base.setting.ListOf;
import agentserver.base.setting.Names;
import agentserver.base.setting.Seconds;
import agentserver.base.setting.Setting;
import agentserver.base.setting.Switch;
import agentserver.base.setting.Text;
import agentserver.base.setting.Values;
import agentserver.base.setting.Whole;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What agents work with, and what keeps them in their place.
///
/// @param preload       whether tools are prepared at start rather than at first use
/// @param bashRetention how long the bash API's events are kept; none for ever
/// @param runtimeIdle   after which the platform stops an idle server, when it told us; foreground
///                      commands must end before
public record ToolSettings(Confinement confinement, Egress egress, boolean preload,
        Optional<Duration> bashRetention, Optional<Duration> runtimeIdle,
        List<Marketplace> marketplaces) {

    /// What tool processes get of the server.
    ///
    /// @param env       the only variables they see; none for all but the server's own secrets
    /// @param user      the user they run as, where the server may change it
    /// @param isolation whether the kernel hides the server's data from them, where it can
    public record Confinement(Optional<List<String>> env, Optional<String> user,
            boolean isolation) {}

    /// Which addresses the server's own requests (webhooks, MCP, models, secret lookups) must not
    /// reach.
    public enum Egress {
        /// Link-local ones, where cloud machines keep their metadata.
        LINK_LOCAL,
        /// Also private ones and this machine.
        PRIVATE,
        /// None: every address may be reached.
        OFF
    }

    static final Setting<List<String>> TOOL_ENV = Setting.of("tool_env", new Names(),
            "The only variables that tool processes see. Unset: all but the server's own `OH_*`, "
            + "`SESSION_API_KEY` and model keys.").nullable();
    static final Setting<String> TOOL_USER = Setting.of("tool_user", Text.word(),
            "Accepted, not used yet: the user that tools run as.").nullable();
    static final Setting<String> ISOLATION = Setting.of("tool_isolation",
            Text.oneOf("auto", "off"),
            "Accepted, not used yet: whether the kernel hides the server's data from tools.")
            .or("auto");
    static final Setting<String> EGRESS = Setting.of("egress_rule",
            Text.oneOf("link-local", "private", "off"),
            "Addresses that the server's own requests must not reach: `link-local` (cloud "
            + "metadata), `private` (also private networks and this machine), or `off` for no rule.")
            .or("link-local");
    static final Setting<Boolean> PRELOAD = Setting.of("preload_tools", Switch.strict(),
            "Accepted; tools cost nothing to prepare here.").or(true);
    static final Setting<Duration> BASH_RETENTION = Setting.of("bash_events_retention_seconds",
            Whole.seconds(1), "Accepted, not used yet: how long events of the bash API are kept.")
            .nullable();
    static final Setting<Duration> RUNTIME_IDLE = Setting.of("runtime_idle_timeout_seconds",
            Seconds.above(0), "When the platform stops an idle server; foreground commands are "
            + "kept below nine tenths of it.").nullable();
    static final Setting<List<Marketplace>> MARKETPLACES = Setting.of("registered_marketplaces",
            new ListOf<>("marketplaces", Marketplace.SHAPE),
            "Accepted, not used yet: marketplaces of plugins.").or(List.of());

    static final List<Setting<?>> SETTINGS = List.of(TOOL_ENV, TOOL_USER, ISOLATION, EGRESS,
            PRELOAD, BASH_RETENTION, RUNTIME_IDLE, MARKETPLACES);

    static ToolSettings of(Values values) {
        var confinement = new Confinement(values.find(TOOL_ENV), values.find(TOOL_USER),
                values.get(ISOLATION).equals("auto"));
        var egress = switch (values.get(EGRESS)) {
            case "private" -> Egress.PRIVATE;
            case "off" -> Egress.OFF;
            default -> Egress.LINK_LOCAL;
        };
        return new ToolSettings(confinement, egress, values.get(PRELOAD),
                values.find(BASH_RETENTION), values.find(RUNTIME_IDLE), values.get(MARKETPLACES));
    }
}
