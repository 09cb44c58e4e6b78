package agentserver.tool.terminal;

import agentserver.tool.ToolSecrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// What every shell of one tool is started with.
///
/// @param shell           a bash, absolute
/// @param directory       where it starts
/// @param environment     all of its variables
/// @param observationsDir where outputs too long to show are kept
/// @param secrets         hidden in all output
/// @param quiet           how long a command may write nothing before the call returns
record ShellLaunch(
        Path shell,
        Path directory,
        Map<String, String> environment,
        Path observationsDir,
        ToolSecrets secrets,
        Duration quiet) {}
