package agentserver.conversation.state;

import agentserver.llm.ConversationStats;
import agentserver.llm.LlmReply;
import agentserver.llm.Message;
import agentserver.llm.Role;
import agentserver.llm.TokenUsage;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What a record of the log changes besides adding its event. All members may be null.
///
/// A conversation is rebuilt from its log alone: `created` stands in the first record, each later
/// change in the record that made it. Secrets in it are encrypted. HEAD is not in it: it is the last
/// event of the tree.
///
/// ```json
/// {"execution_status": "running"}
/// {"usage": {"usage_id": "default", "tokens": {…}, "latency_seconds": 0.8, …}}
/// ```
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StateChange(
        Created created,
        ExecutionStatus executionStatus,
        String lastUserMessageId,
        Model model,
        Usage usage,
        String title) {

    /// Where a conversation began.
    public record Created(ConversationState state, ConversationMeta meta) {}

    /// A model that the agent may ask from now on.
    public record Model(String usageId, String modelName) {}

    /// One model call; `cost` is null when nobody knows it.
    public record Usage(
            String usageId,
            String responseId,
            TokenUsage tokens,
            Double cost,
            double latencySeconds,
            Instant at) {

        public static Usage of(String usageId, LlmReply reply, Instant now) {
            return new Usage(
                    usageId, reply.id(), reply.usage(), reply.cost().orElse(null),
                    reply.latency().toNanos() / 1e9, now);
        }

        public ConversationStats addedTo(ConversationStats stats) {
            var latency = Duration.ofNanos((long) (latencySeconds * 1e9));
            var reply = new LlmReply(
                    responseId, Message.text(Role.ASSISTANT, ""), tokens,
                    Optional.ofNullable(cost), latency);
            return stats.plus(usageId, reply, at);
        }
    }

    public static StateChange created(ConversationState state, ConversationMeta meta) {
        return new StateChange(new Created(state, meta), null, null, null, null, null);
    }

    public static StateChange status(ExecutionStatus status) {
        return new StateChange(null, status, null, null, null, null);
    }

    public static StateChange heard(String messageId) {
        return new StateChange(null, null, messageId, null, null, null);
    }

    public static StateChange known(String usageId, String modelName) {
        return new StateChange(null, null, null, new Model(usageId, modelName), null, null);
    }

    public static StateChange used(Usage usage) {
        return new StateChange(null, null, null, null, usage, null);
    }

    public static StateChange titled(String title) {
        return new StateChange(null, null, null, null, null, title);
    }

    /// The state after this change.
    public ConversationState appliedTo(ConversationState before) {
        var state = created == null ? before : created.state();
        return state.with(draft -> {
            draft.executionStatus = executionStatus == null ? draft.executionStatus : executionStatus;
            draft.lastUserMessageId =
                    lastUserMessageId == null ? draft.lastUserMessageId : lastUserMessageId;
            draft.stats = model == null
                    ? draft.stats
                    : draft.stats.with(model.usageId(), model.modelName());
            draft.stats = usage == null ? draft.stats : usage.addedTo(draft.stats);
        });
    }

    /// What is known besides after this change.
    public ConversationMeta appliedTo(ConversationMeta before) {
        var meta = created == null ? before : created.meta();
        return title == null ? meta : meta.titled(title);
    }
}
