package agentserver.llm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Objects;

/// Tokens of one reply, or of many added up.
///
/// ```json
/// {"model": "openai/gpt-4.1", "prompt_tokens": 100, "completion_tokens": 20,
///  "cache_read_tokens": 10, "cache_write_tokens": 0, "reasoning_tokens": 5,
///  "context_window": 200000, "per_turn_token": 120, "response_id": "chatcmpl-1"}
/// ```
///
/// Negative counts become 0. `context_window` is 0 when unknown; `response_id` is empty in a sum.
/// Source: contract 07 §7.2.
@JsonIgnoreProperties(ignoreUnknown = true)
public record TokenUsage(
        String model,
        long promptTokens,
        long completionTokens,
        long cacheReadTokens,
        long cacheWriteTokens,
        long reasoningTokens,
        long contextWindow,
        long perTurnToken,
        String responseId) {

    public TokenUsage {
        model = Objects.requireNonNullElse(model, "");
        responseId = Objects.requireNonNullElse(responseId, "");
        promptTokens = Math.max(0, promptTokens);
        completionTokens = Math.max(0, completionTokens);
        cacheReadTokens = Math.max(0, cacheReadTokens);
        cacheWriteTokens = Math.max(0, cacheWriteTokens);
        reasoningTokens = Math.max(0, reasoningTokens);
        contextWindow = Math.max(0, contextWindow);
        perTurnToken = Math.max(0, perTurnToken);
    }

    /// The sum to start from.
    public static TokenUsage none(String model) {
        return new TokenUsage(model, 0, 0, 0, 0, 0, 0, 0, "");
    }

    /// This sum with a later usage added: counts add up, the larger window and the later turn stay.
    public TokenUsage plus(TokenUsage later) {
        return new TokenUsage(
                model,
                promptTokens + later.promptTokens,
                completionTokens + later.completionTokens,
                cacheReadTokens + later.cacheReadTokens,
                cacheWriteTokens + later.cacheWriteTokens,
                reasoningTokens + later.reasoningTokens,
                Math.max(contextWindow, later.contextWindow),
                later.perTurnToken,
                responseId);
    }

    /// What was added to `earlier` to become this.
    public TokenUsage minus(TokenUsage earlier) {
        return new TokenUsage(
                model,
                promptTokens - earlier.promptTokens,
                completionTokens - earlier.completionTokens,
                cacheReadTokens - earlier.cacheReadTokens,
                cacheWriteTokens - earlier.cacheWriteTokens,
                reasoningTokens - earlier.reasoningTokens,
                contextWindow,
                0,
                responseId);
    }

    /// Whether the reply came without any count, and so is not worth an entry.
    public boolean empty() {
        return promptTokens == 0 && completionTokens == 0;
    }
}
