package agentserver.conversation.state;

import agentserver.agent.Agent;
import agentserver.agent.ConfirmationPolicy;
import agentserver.agent.SecretSource;
import agentserver.agent.SecurityAnalyzer;
import agentserver.base.json.Copies;
import agentserver.conversation.state.ConversationState.Draft;
import agentserver.llm.ConversationStats;
import agentserver.llm.LlmReply;
import agentserver.llm.Message;
import agentserver.llm.Role;
import agentserver.llm.TokenUsage;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a record of the log changes besides adding its event.
///
/// A conversation is rebuilt from its log alone: [Created] stands in the first record, each later
/// change in the record that made it. Secrets in it are encrypted. HEAD is the last event of the tree
/// unless a later [HeadMoved] says otherwise.
///
/// ```json
/// {"kind": "StatusSet", "status": "running"}
/// {"kind": "Used", "usage": {"usage_id": "default", "tokens": {…}, "latency_seconds": 0.8, …}}
/// ```
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface StateChange {

    /// Where a conversation began.
    record Created(ConversationState state, ConversationMeta meta) implements StateChange {
        @Override
        public ConversationState appliedTo(ConversationState before) {
            return state;
        }

        @Override
        public ConversationMeta appliedTo(ConversationMeta before) {
            return meta;
        }
    }

    record StatusSet(ExecutionStatus status) implements StateChange {
        @Override
        public void applyTo(Draft draft) {
            draft.executionStatus = status;
        }
    }

    /// The user said something; the id is its event's.
    record Heard(String messageId) implements StateChange {
        @Override
        public void applyTo(Draft draft) {
            draft.lastUserMessageId = messageId;
        }
    }

    /// The agent may ask a model from now on.
    record ModelKnown(String usageId, String modelName) implements StateChange {
        @Override
        public void applyTo(Draft draft) {
            draft.stats = draft.stats.with(usageId, modelName);
        }
    }

    /// A model was asked.
    record Used(Usage usage) implements StateChange {
        @Override
        public void applyTo(Draft draft) {
            draft.stats = usage.addedTo(draft.stats);
        }
    }

    record PolicySet(ConfirmationPolicy policy) implements StateChange {
        @Override
        public void applyTo(Draft draft) {
            draft.confirmationPolicy = policy;
        }
    }

    /// @param analyzer null for none
    record AnalyzerSet(SecurityAnalyzer analyzer) implements StateChange {
        @Override
        public void applyTo(Draft draft) {
            draft.securityAnalyzer = analyzer;
        }
    }

    /// More secrets, each in place of one with its name.
    record SecretsAdded(Map<String, SecretSource> secrets) implements StateChange {
        public SecretsAdded {
            secrets = Copies.of(secrets);
        }

        @Override
        public void applyTo(Draft draft) {
            draft.secretRegistry = draft.secretRegistry.with(secrets);
        }
    }

    /// The secrets of these names are kept elsewhere from now on, and no copy of them here.
    record CredentialsBound(List<String> names) implements StateChange {
        public CredentialsBound {
            names = Copies.of(names);
        }

        @Override
        public void applyTo(Draft draft) {
            draft.secretRegistry = draft.secretRegistry.without(names);
            draft.agent = draft.agent.withoutSecrets(names);
        }

        @Override
        public ConversationMeta appliedTo(ConversationMeta before) {
            return before.requiring(names);
        }
    }

    /// Another agent, most often the same with another model.
    record AgentSet(Agent agent) implements StateChange {
        @Override
        public void applyTo(Draft draft) {
            draft.agent = agent;
            draft.stats = draft.stats.renamed(agent.llm().usageId(), agent.llm().model());
        }
    }

    /// @param eventId the event that the next one follows; null to begin a new tree
    record HeadMoved(String eventId) implements StateChange {
        @Override
        public void applyTo(Draft draft) {
            draft.leafEventId = eventId;
            draft.headIsEmpty = eventId == null;
        }
    }

    record TagsSet(Map<String, String> tags, Instant at) implements StateChange {
        public TagsSet {
            tags = Copies.of(tags);
        }

        @Override
        public void applyTo(Draft draft) {
            draft.tags = tags;
        }

        @Override
        public ConversationMeta appliedTo(ConversationMeta before) {
            return before.updated(at);
        }
    }

    /// A person changed something to what it was before.
    record Touched(Instant at) implements StateChange {
        @Override
        public ConversationMeta appliedTo(ConversationMeta before) {
            return before.updated(at);
        }
    }

    /// @param at when a person gave it; null when the server found it, which is no update
    record Titled(String title, Instant at) implements StateChange {
        @Override
        public ConversationMeta appliedTo(ConversationMeta before) {
            return before.titled(title).updated(at == null ? before.updatedAt() : at);
        }
    }

    /// One model call; `cost` is null when nobody knows it.
    record Usage(
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

    /// Changes what it is about.
    default void applyTo(Draft draft) {}

    /// The state after this change.
    default ConversationState appliedTo(ConversationState before) {
        return before.with(this::applyTo);
    }

    /// What is known besides after this change.
    default ConversationMeta appliedTo(ConversationMeta before) {
        return before;
    }
}
