package agentserver.server.auth;

import agentserver.base.secret.Secret;
import agentserver.server.Door;
import agentserver.server.Doorkeeper;
import agentserver.server.Exchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/// The keys of this server. Immutable.
///
/// Every key of a list is valid, so that keys can be changed without a gap. A presented key is compared
/// with each of them, whichever fits, in a time that does not tell how much of it was right. Without
/// session keys everybody may pass; without an init key everybody may initialize.
/// Source: contract 01 §3, §9.3.
public final class Keys implements Doorkeeper {

    static final String SESSION_HEADER = "X-session-api-key";
    static final String COOKIE = "oh_workspace_session_key";

    private static final String INIT_HEADER = "X-init-api-key";
    private static final String BEARER = "Bearer ";

    private final List<byte[]> session;
    private final List<byte[]> init;

    public Keys(List<Secret> sessionKeys, Optional<Secret> initKey) {
        session = sessionKeys.stream().map(Keys::bytes).toList();
        init = initKey.stream().map(Keys::bytes).toList();
    }

    /// No keys at all.
    public static Keys none() {
        return new Keys(List.of(), Optional.empty());
    }

    @Override
    public boolean admits(Door door, Exchange exchange) {
        return switch (door) {
            case PUBLIC -> true;
            case INIT -> init.isEmpty() || fits(init, exchange.header(INIT_HEADER));
            case API -> session.isEmpty() || fits(session, exchange.header(SESSION_HEADER));
            case WORKSPACE -> session.isEmpty()
                    || fits(session, exchange.header(SESSION_HEADER))
                    || fits(session, Cookies.value(exchange, COOKIE));
            case OPENAI -> session.isEmpty()
                    || fits(session, exchange.header(SESSION_HEADER))
                    || fits(session, bearer(exchange));
        };
    }

    @Override
    public boolean asksSessionKey() {
        return !session.isEmpty();
    }

    @Override
    public boolean isSessionKey(String presented) {
        return session.isEmpty() || fits(session, Optional.of(presented));
    }

    private static boolean fits(List<byte[]> keys, Optional<String> presented) {
        if (presented.isEmpty()) {
            return false;
        }
        byte[] bytes = presented.get().getBytes(StandardCharsets.UTF_8);
        boolean fits = false;
        for (var key : keys) {
            fits |= MessageDigest.isEqual(bytes, key); // no early end: see above
        }
        return fits;
    }

    private static Optional<String> bearer(Exchange exchange) {
        return exchange.header("Authorization")
                .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(value -> value.substring(BEARER.length()).strip());
    }

    private static byte[] bytes(Secret key) {
        return key.reveal().getBytes(StandardCharsets.UTF_8);
    }
}
