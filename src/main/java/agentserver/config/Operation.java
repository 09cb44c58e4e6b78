package agentserver.config;

import agentserver.base.log.LogSettings;
import agentserver.base.log.Rotation;
import agentserver.base.setting.ListOf;
import agentserver.base.setting.Setting;
import agentserver.base.setting.Switch;
import agentserver.base.setting.Text;
import agentserver.base.setting.Values;
import agentserver.base.setting.Whole;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What an operator attaches to the server: logs, webhooks, programs beside it.
///
/// @param debug whether errors that are our fault carry their stack trace
public record Operation(LogSettings log, boolean debug, List<WebhookSpec> webhooks,
        TelemetrySpec telemetry, Companions companions, Build build) {

    /// Programs that the server starts beside itself.
    public record Companions(Editor editor, Desktop desktop) {}

    /// VS Code in the browser.
    public record Editor(boolean enabled, int port, Optional<String> basePath) {}

    /// A desktop in the browser.
    public record Desktop(boolean enabled, int port) {}

    /// What the server was built from, as its image says; absent when it does not.
    public record Build(Optional<String> gitSha, Optional<String> gitRef) {}

    static final Setting<Level> LOG_LEVEL = Setting.of("log_level",
            new Text<>("DEBUG, INFO, WARNING, ERROR or CRITICAL", "literal_error",
                    Operation::level, false, true, List.of()),
            "Least important lines that are logged.").or("INFO").env("LOG_LEVEL");
    static final Setting<Boolean> DEBUG = Setting.of("debug", Switch.friendly(),
            "Log at DEBUG, and show stack traces in answers with status 5xx.")
            .or(false).env("DEBUG");
    static final Setting<Boolean> LOG_JSON = Setting.of("log_json", Switch.friendly(),
            "One JSON object a line. Unset: on where `CI` or `GITHUB_ACTIONS` is on.")
            .or(false).env("LOG_JSON");
    static final Setting<Boolean> LOG_TO_FILE = Setting.of("log_to_file", Switch.friendly(),
            "Write the log to `app.log` too.").or(false).env("LOG_TO_FILE");
    static final Setting<Path> LOG_DIR = Setting.of("log_dir", Text.path(),
            "Where `app.log` is.").or("logs").env("LOG_DIR");
    static final Setting<Rotation> LOG_ROTATE_WHEN = Setting.of("log_rotate_when",
            new Text<>("midnight, D, H or a size such as 10MB", "value_error",
                    Rotation::parse, false, true, List.of()),
            "When a new `app.log` is begun: each day (`midnight`), each hour (`H`), or at a size "
            + "(`10MB`).").or("midnight").env("LOG_ROTATE_WHEN");
    static final Setting<Integer> LOG_BACKUP_COUNT = Setting.of("log_backup_count",
            Whole.between(0, 10_000), "How many older log files are kept; 0 keeps all.")
            .or(7).env("LOG_BACKUP_COUNT");
    static final Setting<List<WebhookSpec>> WEBHOOKS = Setting.of("webhooks",
            new ListOf<>("webhooks", WebhookSpec.SHAPE), "Who is sent every event.").or(List.of());
    static final Setting<TelemetrySpec> TELEMETRY = Setting.of("telemetry", TelemetrySpec.SHAPE,
            "Accepted and checked, but nothing is ever sent.").or(Map.of());
    static final Setting<Boolean> VSCODE = Setting.of("enable_vscode", Switch.strict(),
            "Accepted, not used yet: offer VS Code in the browser.").or(true);
    static final Setting<Integer> VSCODE_PORT = Setting.of("vscode_port",
            Whole.between(1, 65_535), "Its port.").or(8_001);
    static final Setting<String> VSCODE_BASE_PATH = Setting.of("vscode_base_path", Text.any(),
            "The path under which a proxy shows it.").nullable();
    static final Setting<Boolean> VNC = Setting.of("enable_vnc", Switch.strict(),
            "Accepted, not used yet: offer a desktop in the browser.").or(false);
    static final Setting<Integer> NOVNC_PORT = Setting.of("novnc_port",
            Whole.between(1, 65_535), "Its port.").or(8_002).env("NOVNC_PORT");
    static final Setting<String> GIT_SHA = Setting.of("build_git_sha", Text.word(),
            "The commit the server was built from.").nullable().env("OPENHANDS_BUILD_GIT_SHA");
    static final Setting<String> GIT_REF = Setting.of("build_git_ref", Text.word(),
            "The branch or tag it was built from.").nullable().env("OPENHANDS_BUILD_GIT_REF");

    static final List<Setting<?>> SETTINGS = Stream.of(
            List.of(LOG_LEVEL, DEBUG, LOG_JSON, LOG_TO_FILE, LOG_DIR, LOG_ROTATE_WHEN,
                    LOG_BACKUP_COUNT),
            List.of(WEBHOOKS, TELEMETRY, VSCODE, VSCODE_PORT, VSCODE_BASE_PATH, VNC, NOVNC_PORT),
            List.of(GIT_SHA, GIT_REF)).<Setting<?>>flatMap(List::stream).toList();

    public Operation {
        webhooks = List.copyOf(webhooks);
    }

    static Operation of(Values values) {
        var editor = new Editor(values.get(VSCODE), values.get(VSCODE_PORT),
                values.find(VSCODE_BASE_PATH));
        var companions = new Companions(editor,
                new Desktop(values.get(VNC), values.get(NOVNC_PORT)));
        var build = new Build(values.find(GIT_SHA), values.find(GIT_REF));
        return new Operation(log(values), values.get(DEBUG), values.get(WEBHOOKS),
                values.get(TELEMETRY), companions, build);
    }

    private static LogSettings log(Values values) {
        var level = values.find(LOG_LEVEL).orElse(Level.INFO);
        var file = new LogSettings.ToFile(values.get(LOG_DIR),
                values.get(LOG_ROTATE_WHEN), values.get(LOG_BACKUP_COUNT));
        return new LogSettings(values.get(DEBUG) ? Level.DEBUG : level, values.get(LOG_JSON),
                Optional.of(file).filter(_ -> values.get(LOG_TO_FILE)));
    }

    private static Optional<Level> level(String word) {
        return switch (word.strip().toUpperCase(Locale.ROOT)) {
            case "DEBUG" -> Optional.of(Level.DEBUG);
            case "INFO" -> Optional.of(Level.INFO);
            case "WARNING", "WARN" -> Optional.of(Level.WARNING);
            case "ERROR", "CRITICAL" -> Optional.of(Level.ERROR);
            default -> Optional.empty();
        };
    }

    Operation withWebhooks(List<WebhookSpec> wanted) {
        return new Operation(log, debug, wanted, telemetry, companions, build);
    }

    Operation withTelemetry(TelemetrySpec wanted) {
        return new Operation(log, debug, webhooks, wanted, companions, build);
    }

    Operation withLogLevel(Level level) {
        var settings = new LogSettings(level, log.json(), log.file());
        return new Operation(settings, debug, webhooks, telemetry, companions, build);
    }
}
