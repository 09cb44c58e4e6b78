package agentserver.server.status;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// What the server is. Source: `GET /server_info`, contract 01 §4.
///
/// ```json
/// {"uptime": 12.0, "idle_time": 3.0, "title": "OpenHands Agent Server", "version": "1.43.1",
///  "usable_tools": ["terminal"], "implementation": "agent-server", …}
/// ```
///
/// `version` is that of the API, which clients parse and compare; `implementation` and
/// `implementation_version` say who answers, `tool_isolation` what keeps the agents' programs from the
/// server's secrets: see [agentserver.base.process.ProcessHardening#layers]. Times are whole seconds.
/// The two timeouts are null when the server runs without one.
public record ServerInfo(
        double uptime,
        double idleTime,
        String title,
        String version,
        String sdkVersion,
        String toolsVersion,
        String workspaceVersion,
        String buildGitSha,
        String buildGitRef,
        String pythonVersion,
        List<String> usableTools,
        Double runtimeIdleTimeoutSeconds,
        List<String> capabilities,
        Double maxForegroundTerminalTimeoutSeconds,
        String docs,
        String redoc,
        String implementation,
        String implementationVersion,
        List<String> toolIsolation) {

    public ServerInfo {
        usableTools = List.copyOf(usableTools);
        capabilities = List.copyOf(capabilities);
        toolIsolation = List.copyOf(toolIsolation);
        Stream.of(title, version, sdkVersion, toolsVersion, workspaceVersion, buildGitSha,
                        buildGitRef, pythonVersion, docs, redoc, implementation,
                        implementationVersion)
                .forEach(Objects::requireNonNull);
    }
}
