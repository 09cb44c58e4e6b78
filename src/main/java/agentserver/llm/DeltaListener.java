package agentserver.llm;

import java.util.Optional;

/// Hears an answer while it is written. Called on the thread that asked, in order, never
/// concurrently.
@FunctionalInterface
public interface DeltaListener {

    /// One piece. At least one of the two is there; either may be the empty text, as vendors begin
    /// with it.
    ///
    /// @param content   the next piece of the visible answer
    /// @param reasoning the next piece of the model's thoughts
    void received(Optional<String> content, Optional<String> reasoning);
}
