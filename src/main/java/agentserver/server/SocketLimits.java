package agentserver.server;

import java.time.Duration;

/// What sockets may cost.
///
/// @param sockets      how many are open at once; more are refused with 503
/// @param messageBytes the longest message taken; a longer one ends the socket with 1009
/// @param auth         how long a socket may wait before its first message brings the key
/// @param write        how long one message may take to reach a peer that reads slowly
/// @param ping         how often a peer is asked whether it lives; gone after two silent rounds
public record SocketLimits(
        int sockets, int messageBytes, Duration auth, Duration write, Duration ping) {

    public static final SocketLimits DEFAULT = new SocketLimits(
            10_000, 16 << 20, Duration.ofSeconds(10), Duration.ofSeconds(30),
            Duration.ofSeconds(25));
}
