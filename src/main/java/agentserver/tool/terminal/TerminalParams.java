package agentserver.tool.terminal;

import agentserver.tool.ToolException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The params of a `terminal` tool spec, checked. Source: contract 10 §2.3.
///
/// @param quiet how long a command may write nothing before the call returns
/// @param shell a bash, absolute
/// @param env   variables added to those of the shell
record TerminalParams(Duration quiet, Path shell, Map<String, String> env) {

    private static final double QUIET_SECONDS = 30;
    private static final double MAX_QUIET_SECONDS = 86_400;
    private static final Set<String> TYPES = Set.of("tmux", "subprocess", "powershell");
    private static final List<Path> SHELLS =
            List.of(Path.of("/bin/bash"), Path.of("/usr/bin/bash"), Path.of("/usr/local/bin/bash"));
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /// @throws ToolException when one can't be used; it says which, and never its value
    static TerminalParams read(ObjectNode params) {
        text(params, "username");
        text(params, "terminal_type").filter(type -> !TYPES.contains(type)).ifPresent(_ -> {
            throw wrong("terminal_type must be tmux, subprocess or powershell");
        });
        return new TerminalParams(quiet(params), shell(params), env(params));
    }

    /// The machine's bash, if it has one.
    static Optional<Path> defaultShell() {
        return SHELLS.stream().filter(Files::isExecutable).findFirst();
    }

    private static Duration quiet(ObjectNode params) {
        var node = params.path("no_change_timeout_seconds");
        if (absent(node)) {
            return Duration.ofMillis((long) (QUIET_SECONDS * 1000));
        }
        var seconds = node.isNumber() ? node.asDouble() : -1;
        if (!(seconds > 0 && seconds <= MAX_QUIET_SECONDS)) {
            throw wrong("no_change_timeout_seconds must be a number above 0, at most a day");
        }
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static Path shell(ObjectNode params) {
        var given = text(params, "shell_path").map(Path::of);
        if (given.isPresent() && !(given.get().isAbsolute() && Files.isExecutable(given.get()))) {
            throw wrong("shell_path must be the absolute path of a bash");
        }
        return given.or(TerminalParams::defaultShell)
                .orElseThrow(() -> wrong("this machine has no bash"));
    }

    private static Map<String, String> env(ObjectNode params) {
        var node = params.path("env");
        var env = new LinkedHashMap<String, String>();
        if (!absent(node) && !node.isObject()) {
            throw wrong("env must be an object of texts");
        }
        for (var entry : node.properties()) {
            if (!NAME.matcher(entry.getKey()).matches() || !entry.getValue().isTextual()) {
                throw wrong("env must hold texts by names of letters, digits and underscores");
            }
            env.put(entry.getKey(), entry.getValue().asText());
        }
        return env;
    }

    private static Optional<String> text(ObjectNode params, String name) {
        var node = params.path(name);
        if (absent(node)) {
            return Optional.empty();
        }
        if (!node.isTextual()) {
            throw wrong(name + " must be a text");
        }
        return Optional.of(node.asText());
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static ToolException wrong(String what) {
        return new ToolException("terminal: " + what);
    }
}
