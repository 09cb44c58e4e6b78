package agentserver.server.status;

import java.util.Optional;

/// What this program is and how it was started, as `/server_info` tells it.
///
/// @param version            our own version
/// @param gitSha             what it was built from, or `unknown`
/// @param gitRef             the same by name, or `unknown`
/// @param idleTimeoutSeconds after how much idle time its surroundings stop it, when they said so
public record Build(
        String version, String gitSha, String gitRef, Optional<Double> idleTimeoutSeconds) {

    /// The version of the API that is spoken here.
    public static final String API_VERSION = "1.43.1";

    /// The name under which this program shows itself.
    public static final String NAME = "agent-server";
}
