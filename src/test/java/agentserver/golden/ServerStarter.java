package agentserver.golden;

/// Starts a fresh server, with an empty data directory, for one session of recordings.
@FunctionalInterface
public interface ServerStarter {

    ServerUnderTest start(ServerSetup setup) throws Exception;
}
