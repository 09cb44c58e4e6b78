package agentserver.server.init;

import agentserver.config.InitRequest;

/// Makes a dormant server ready, in two steps: first everything that can fail, where nobody sees it;
/// then one that can't, after which everybody does.
@FunctionalInterface
public interface Preparation {

    /// Prepares all that the ready server needs. Called by one thread at a time; may block.
    ///
    /// @param attempt is given whatever is made on the way, at the moment it is made, so that it can be
    ///                put away should a later part fail
    /// @return puts everything in force at once; it must neither fail nor wait
    /// @throws agentserver.base.fault.Fault.Invalid when the request asks for what can't be
    /// @throws Exception when it did not work; the message is told to whoever asked for the init
    Runnable prepare(InitRequest request, Attempt attempt) throws Exception;
}
