package agentserver.config;

import agentserver.base.setting.JsonText;
import agentserver.base.setting.Raw;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The configuration file: a JSON object whose members are settings.
///
/// @param required whether it is an error that the file is not there
record ConfigFile(Path path, boolean required) {

    static final String VARIABLE = "OPENHANDS_AGENT_SERVER_CONFIG_PATH";
    private static final String DEFAULT_PATH = "workspace/openhands_agent_server_config.json";
    private static final long MAX_BYTES = 4 << 20;

    static ConfigFile of(ConfigSources sources) {
        return sources.file().map(path -> new ConfigFile(path, true)).orElseGet(() -> {
            var named = Optional.ofNullable(sources.environment().get(VARIABLE));
            var path = named.filter(text -> !text.isBlank()).orElse(DEFAULT_PATH);
            return new ConfigFile(Path.of(path), false);
        });
    }

    /// The file's members; none when there is no file. What keeps it from being read is added to
    /// `problems`.
    Raw.Members read(List<ConfigProblem> problems) {
        var none = new Raw.Members(Map.of(), path.toString());
        if (!required && !Files.exists(path)) {
            return none;
        }
        try {
            if (Files.isRegularFile(path) && Files.size(path) > MAX_BYTES) {
                problems.add(problem("expected at most " + MAX_BYTES + " bytes"));
                return none;
            }
            return members(JsonText.parse(Files.readString(path)), problems).orElse(none);
        } catch (JsonProcessingException malformed) {
            // only the place: the parser's message repeats what it stumbled over
            var at = malformed.getLocation();
            problems.add(problem("malformed JSON at line " + at.getLineNr()
                    + ", column " + at.getColumnNr()));
        } catch (IOException unreadable) {
            problems.add(problem("can't be read: " + unreadable.getClass().getSimpleName()));
        }
        return none;
    }

    private Optional<Raw.Members> members(JsonNode tree, List<ConfigProblem> problems) {
        if (!tree.isObject()) {
            problems.add(problem("expected a JSON object"));
            return Optional.empty();
        }
        var members = new LinkedHashMap<String, Raw>();
        tree.properties().forEach(member -> members.put(member.getKey(),
                Raw.of(member.getValue(), path + ": " + member.getKey())));
        return Optional.of(new Raw.Members(members, path.toString()));
    }

    private ConfigProblem problem(String reason) {
        return new ConfigProblem("config file", path.toString(), reason);
    }
}
