package agentserver.llm;

import java.util.Optional;

/// Speaks one dialect of talking to models, for all vendors that speak it. Any thread may call it,
/// many at once.
public interface LlmProvider {

    /// Whether it can talk with this vendor (`openai`, `groq`).
    boolean serves(String vendor);

    /// The vendor whose own host this is, for models named without one.
    default Optional<String> vendorAt(String host) {
        return Optional.empty();
    }

    /// Asks once. Blocks until the answer is complete; an interrupt of the calling thread ends the
    /// call to the vendor at once.
    ///
    /// The reply's latency is not looked at, and its cost only if the vendor stated one.
    ///
    /// @param listener hears the answer grow; nothing is streamed when nobody listens
    /// @throws LlmFailure when it did not work, for whatever reason
    LlmReply ask(
            ModelName model, LlmConfig config, LlmRequest request, Optional<DeltaListener> listener)
            throws InterruptedException;
}
