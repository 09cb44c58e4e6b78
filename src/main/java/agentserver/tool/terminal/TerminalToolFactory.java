package agentserver.tool.terminal;

import agentserver.base.process.Pty;
import agentserver.tool.Tool;
import agentserver.tool.ToolContext;
import agentserver.tool.ToolException;
import agentserver.tool.ToolFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes the `terminal` tool. Its params, all optional:
///
/// ```json
/// {"no_change_timeout_seconds": 30, "shell_path": "/bin/bash", "env": {"NAME": "value"},
///  "username": "dev", "terminal_type": "subprocess"}
/// ```
///
/// `username` and `terminal_type` are accepted and mean nothing: there is one kind of terminal, and
/// it runs as the user that tools run as. Source: contract 10 §2.3, §2.4.
public final class TerminalToolFactory implements ToolFactory {

    private static final double CAP_SHARE = 0.9;

    private final CommandRules rules;

    /// @param idleTimeout after how long without a request the machine may be stopped
    ///        (`OH_RUNTIME_IDLE_TIMEOUT_SECONDS`): no command may ask to hold the terminal for more
    ///        than nine tenths of that
    public TerminalToolFactory(Optional<Duration> idleTimeout) {
        rules = new CommandRules(
                idleTimeout.map(limit -> Duration.ofNanos((long) (limit.toNanos() * CAP_SHARE))));
    }

    @Override
    public String name() {
        return TerminalTool.NAME;
    }

    /// Whether this machine has terminals and a bash.
    @Override
    public boolean usable() {
        return Pty.supported() && TerminalParams.defaultShell().isPresent();
    }

    @Override
    public List<Class<?>> kinds() {
        return List.of(TerminalAction.class, TerminalObservation.class);
    }

    /// @throws ToolException when the params can't be used, or the working directory does not exist
    @Override
    public List<Tool<?>> create(ToolContext context, ObjectNode params) {
        var read = TerminalParams.read(params);
        if (!Files.isDirectory(context.workingDir())) {
            throw new ToolException("terminal: the working directory does not exist");
        }
        var launch = new ShellLaunch(
                read.shell(), context.workingDir(), environment(context.environment(), read.env()),
                context.observationsDir(), context.secrets(), read.quiet());
        return List.of(new TerminalTool(launch, rules, shown(context)));
    }

    private static String shown(ToolContext context) {
        return Path.of(context.shownDir()).resolve("observations").toString();
    }

    private static Map<String, String> environment(
            Map<String, String> inherited, Map<String, String> own) {
        var all = new HashMap<>(inherited);
        all.putIfAbsent("AI_AGENT", "openhands");
        if (all.containsKey("LD_LIBRARY_PATH_ORIG")) {
            all.put("LD_LIBRARY_PATH", all.get("LD_LIBRARY_PATH_ORIG"));
        }
        all.put("TERM", "xterm-256color");
        all.putAll(own);
        all.put("PAGER", "cat");
        all.put("GIT_PAGER", "cat");
        all.put("PS1", ""); // before our own text is read, bash prompts
        return all;
    }
}
