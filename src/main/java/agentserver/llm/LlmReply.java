package agentserver.llm;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// A model's complete answer.
///
/// @param id      the vendor's id of the answer
/// @param message what the assistant said and which tools it calls
/// @param usage   what was counted; all zero when the vendor counts nothing
/// @param cost    US dollars, if anybody knows the price
/// @param latency how long the attempt that succeeded took
public record LlmReply(
        String id, Message message, TokenUsage usage, Optional<Double> cost, Duration latency) {

    public LlmReply {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(cost, "cost");
        Objects.requireNonNull(latency, "latency");
    }

    LlmReply measured(Optional<Double> cost, Duration latency) {
        return new LlmReply(id, message, usage, cost, latency);
    }
}
