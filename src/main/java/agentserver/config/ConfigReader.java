package agentserver.config;

import agentserver.base.setting.EnvironmentReader;
import agentserver.base.setting.Finding;
import agentserver.base.setting.Place;
import agentserver.base.setting.Raw;
import agentserver.base.setting.Setting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads the configuration: flags over environment over file over what the surroundings suggest
/// over defaults. Objects merge member by member; a list from a stronger source replaces the weaker
/// one.
///
/// Nothing is thrown and nothing is logged: all problems come back together. Used by one thread.
public final class ConfigReader {

    private static final String PREFIX = "OH";
    private static final String IDLE_VARIABLE = ToolSettings.RUNTIME_IDLE.variable(PREFIX);

    /// Variables that begin like ours and mean something to others, or to a later part of the
    /// server.
    private static final Set<String> NOT_SETTINGS = Set.of("OH_EXTRA_PYTHON_PATH",
            "OH_INTERNAL_SERVER_URL", "OH_TELEMETRY_CONSENT", "OH_TELEMETRY_CONSENT_MODE",
            "OH_INLINE_IMAGE_MAX_MB", "OH_INLINE_IMAGE_CACHE_BYTES");

    private static final Raw NOTHING = new Raw.Members(Map.of(), "environment");

    private final ConfigSources sources;
    private final List<ConfigProblem> problems = new ArrayList<>();
    private final List<ConfigProblem> warnings = new ArrayList<>();

    private ConfigReader(ConfigSources sources) {
        this.sources = sources;
    }

    /// Reads everything anew; the same sources may give another result when the file has changed.
    public static ConfigReading read(ConfigSources sources) {
        return new ConfigReader(sources).reading();
    }

    /// Why `text` can't be the value of a flag; nothing when it can, or when no setting has that
    /// flag.
    public static Optional<String> flagProblem(String flag, String text) {
        var place = Place.root();
        var reader = new EnvironmentReader(Map.of(flag, text));
        for (var setting : Config.SETTINGS) {
            if (setting.flag().filter(flag::equals).isPresent()) {
                reader.read(setting.shape(), flag).ifPresent(raw -> setting.read(raw, place));
            }
        }
        return place.errors().stream().findFirst().map(finding -> finding.rule().reason());
    }

    private ConfigReading reading() {
        var place = Place.root();
        var merged = merged();
        var config = Config.SHAPE.read(merged, place);
        place.errors().forEach(finding -> problems.add(problem(finding)));
        place.warnings().forEach(finding -> warnings.add(problem(finding)));
        config.ifPresent(good -> judgeAddress(good, merged));
        return new ConfigReading(config.filter(_ -> problems.isEmpty()), problems, warnings,
                values(merged));
    }

    private Raw.Members merged() {
        var inherited = new Inherited(sources.environment());
        Raw merged = inherited.members();
        merged = ConfigFile.of(sources).read(problems).over(merged);
        for (var stronger : List.of(environment(), flags())) {
            merged = stronger.over(merged);
        }
        return inherited.withSecretKey((Raw.Members) merged);
    }

    private Raw environment() {
        var reader = new EnvironmentReader(withoutUselessIdleTime());
        var found = reader.read(Config.SHAPE, PREFIX);
        for (var name : reader.unclear()) {
            warnings.add(new ConfigProblem(name, "environment",
                    "expected 1, true, 0 or false; any other word counts as false"));
        }
        for (var name : reader.unread(PREFIX + "_")) {
            if (!NOT_SETTINGS.contains(name)) {
                warnings.add(new ConfigProblem(name, "environment", "no setting reads it"));
            }
        }
        return found.filter(this::isObject).orElse(NOTHING);
    }

    private boolean isObject(Raw found) {
        if (found instanceof Raw.Members) {
            return true;
        }
        problems.add(new ConfigProblem(PREFIX, "environment", "expected a JSON object"));
        return false;
    }

    /// The platform sets this one, and a value that is no time means that it has none to tell.
    private Map<String, String> withoutUselessIdleTime() {
        var text = sources.environment().get(IDLE_VARIABLE);
        if (text == null || isPositive(text)) {
            return sources.environment();
        }
        if (!text.isBlank()) {
            warnings.add(new ConfigProblem(ToolSettings.RUNTIME_IDLE.key(), IDLE_VARIABLE,
                    "expected " + ToolSettings.RUNTIME_IDLE.shape().expects() + "; it is ignored"));
        }
        var rest = new HashMap<>(sources.environment());
        rest.remove(IDLE_VARIABLE);
        return rest;
    }

    private static boolean isPositive(String text) {
        try {
            return Double.parseDouble(text) > 0;
        } catch (NumberFormatException _) { // the caller asked just this
            return false;
        }
    }

    private Raw flags() {
        var reader = new EnvironmentReader(sources.flags());
        var members = new LinkedHashMap<String, Raw>();
        for (var setting : Config.SETTINGS) {
            setting.flag().flatMap(flag -> reader.read(setting.shape(), flag))
                    .ifPresent(raw -> members.put(setting.key(), raw));
        }
        return new Raw.Members(members, "command line");
    }

    /// Whose address is none needs no warning of who could reach it.
    private void judgeAddress(Config config, Raw.Members merged) {
        if (config.listen().isResolvable()) {
            judgeDoors(config, merged);
            return;
        }
        problems.add(new ConfigProblem(Listen.HOST.key(), source(merged, Listen.HOST),
                "expected an address, or a name that can be resolved"));
    }

    private void judgeDoors(Config config, Raw.Members merged) {
        var doors = config.doors();
        if (doors.deferred() && doors.secretKey().isEmpty()) {
            judge(doors.exceptions().openInit(), Doors.SECRET_KEY, merged,
                    "anybody who can reach the dormant server may initialize it",
                    "a dormant server needs a key for its init: set OH_SECRET_KEY, or allow any "
                    + "with --allow-open-init");
        }
        var waitsForItsKey = doors.deferred() && doors.secretKey().isPresent();
        if (!waitsForItsKey && !doors.areLocked() && !config.listen().isLoopback()) {
            judge(doors.exceptions().unauthenticated(), Listen.HOST, merged,
                    "other machines can reach the server, and it asks nobody for a key",
                    "other machines could use the server without a key: set "
                    + "OH_SESSION_API_KEYS_0, or allow it with --allow-unauthenticated");
        }
    }

    private void judge(boolean allowed, Setting<?> setting, Raw.Members merged, String warning,
            String refusal) {
        var list = allowed ? warnings : problems;
        list.add(new ConfigProblem(setting.key(), source(merged, setting),
                allowed ? warning : refusal));
    }

    private static ConfigProblem problem(Finding finding) {
        return new ConfigProblem(finding.key(), finding.source(), finding.rule().reason());
    }

    private static List<EffectiveValue> values(Raw.Members merged) {
        var shown = Config.SHAPE.masked(merged);
        return Config.SETTINGS.stream().map(setting -> new EffectiveValue(
                setting.key(), shown.path(setting.key()), source(merged, setting))).toList();
    }

    private static String source(Raw.Members merged, Setting<?> setting) {
        return Optional.ofNullable(merged.members().get(setting.key())).map(Raw::source)
                .orElse("default");
    }
}
