package agentserver.server.init;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Where a server that was started dormant stands. There is no way back from `READY`.
public enum InitState {
    /// Waits for its init.
    DORMANT,
    /// An init is under way.
    INITIALIZING,
    /// It is somebody's server.
    READY;

    private static final Map<InitState, Set<InitState>> MOVES = Map.of(
            DORMANT, Set.of(INITIALIZING),
            INITIALIZING, Set.of(READY, DORMANT),
            READY, Set.of());

    boolean mayBecome(InitState next) {
        return MOVES.get(this).contains(next);
    }

    /// As the wire has it: `dormant`.
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
