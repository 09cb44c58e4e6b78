package agentserver.server.init;

import agentserver.base.fault.Fault;
import agentserver.server.Door;
import agentserver.server.Readiness;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// The state of a server that was started dormant, and the shut doors that go with it.
///
/// It is the readiness of the dormant server's settings alone. Those of the ready server replace them
/// as a whole ([agentserver.server.LiveSettings]), so a request that was let in by the keys of the
/// dormant server, which may be none, never gets past these doors, however late it arrives at them.
/// Any thread may call it.
public final class Lifecycle implements Readiness {

    private static final Duration RETRY = Duration.ofSeconds(1);

    private final AtomicReference<InitStatus> status =
            new AtomicReference<>(InitStatus.of(InitState.DORMANT));

    public InitStatus status() {
        return status.get();
    }

    /// The one way from state to state.
    ///
    /// @return where it stood before
    /// @throws Fault.Refused when there is no way from here to there, as for all but the first of many
    ///         who want to begin at once
    InitStatus move(InitStatus next) {
        while (true) {
            var now = status.get();
            if (!now.state().mayBecome(next.state())) {
                throw new Fault.Refused("server already in state: " + now.state().word());
            }
            if (status.compareAndSet(now, next)) {
                return now;
            }
        }
    }

    /// Always refuses: who asks began before the server was ready.
    @Override
    public void check(Door door) {
        throw new Fault.NotReady(reason(door), RETRY);
    }

    private String reason(Door door) {
        if (door == Door.WORKSPACE || door == Door.OPENAI) {
            return "Conversation service is not available";
        }
        var now = status.get().state();
        var then = now == InitState.READY ? InitState.INITIALIZING : now;
        return "server is in deferred-init state '" + then.word()
                + "'; call POST /api/init first";
    }
}
