package agentserver.base.store;

import java.io.IOException;

/// Where a test may stop a write half way, as a full disk or a power cut would.
@FunctionalInterface
public interface FailurePoint {

    /// What is about to be done.
    enum Step {
        WRITE,
        SYNC,
        RENAME
    }

    /// Lets everything pass.
    FailurePoint NONE = _ -> {};

    /// Called before each step.
    ///
    /// @throws IOException to make that step fail
    void before(Step step) throws IOException;
}
