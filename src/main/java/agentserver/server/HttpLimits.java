package agentserver.server;

import java.time.Duration;

/// What one request may cost.
///
/// @param bodyBytes   the largest body of a route that sets no limit of its own
/// @param bodyIdle    how long a client may send nothing while its body is read
/// @param answerIdle  how long a client may take nothing while its answer is written
/// @param headerCount how many headers a head may have
/// @param headerBytes how long all names and values together may be
public record HttpLimits(
        long bodyBytes, Duration bodyIdle, Duration answerIdle, int headerCount, int headerBytes) {

    public static final HttpLimits DEFAULT = new HttpLimits(
            16 << 20, Duration.ofSeconds(30), Duration.ofSeconds(60), 100, 32 << 10);
}
