package agentserver.server;

/// Asked before a route behind a door that waits ([Door#waits]), and before every socket.
@FunctionalInterface
public interface Readiness {

    /// A server that has nothing to wait for.
    Readiness ALWAYS = _ -> {};

    /// Returns when routes behind this door can be served now.
    ///
    /// @throws agentserver.base.fault.Fault.NotReady when they can't yet
    void check(Door door);
}
