package agentserver.conversation.state;

import agentserver.agent.Agent;
import agentserver.agent.ConfirmationPolicy;
import agentserver.agent.SecurityAnalyzer;
import agentserver.base.json.Copies;
import agentserver.llm.ConversationStats;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/// What a conversation is at one moment. Immutable: [#with] makes the next one.
///
/// As JSON, nulls left out and secrets as stars, it is the `value` of a `full_state` frame.
/// `security_analyzer`, `last_user_message_id`, `leaf_event_id` and `hook_config` may be null;
/// `head_is_empty` tells a tree that was emptied from one that never had an event.
/// Source: contract 07 §6.1, 03 §5.1.
public record ConversationState(
        UUID id,
        Agent agent,
        LocalWorkspace workspace,
        String persistenceDir,
        int maxIterations,
        boolean stuckDetection,
        ExecutionStatus executionStatus,
        ConfirmationPolicy confirmationPolicy,
        SecurityAnalyzer securityAnalyzer,
        List<String> activatedKnowledgeSkills,
        List<String> activatedPathRules,
        List<String> invokedSkills,
        Map<String, String> blockedActions,
        Map<String, String> blockedMessages,
        String lastUserMessageId,
        String leafEventId,
        boolean headIsEmpty,
        ConversationStats stats,
        SecretRegistry secretRegistry,
        Map<String, String> tags,
        ObjectNode agentState,
        JsonNode hookConfig) {

    public ConversationState {
        activatedKnowledgeSkills = Copies.of(activatedKnowledgeSkills);
        activatedPathRules = Copies.of(activatedPathRules);
        invokedSkills = Copies.of(invokedSkills);
        blockedActions = Copies.of(blockedActions);
        blockedMessages = Copies.of(blockedMessages);
        tags = Copies.of(tags);
        agentState = agentState == null ? JsonNodeFactory.instance.objectNode() : agentState;
    }

    /// The state of a conversation that was just asked for.
    public static ConversationState initial(UUID id, StartConversation start, String persistenceDir) {
        return new ConversationState(
                id, start.agent(), start.workspace(), persistenceDir, start.maxIterations(),
                start.stuckDetection(), ExecutionStatus.IDLE, start.confirmationPolicy(),
                start.securityAnalyzer(), List.of(), List.of(), List.of(), Map.of(), Map.of(),
                null, null, false, ConversationStats.NONE,
                new SecretRegistry(start.secrets()), start.tags(), null, null);
    }

    /// The same state but for what `edit` changes.
    public ConversationState with(Consumer<Draft> edit) {
        var draft = new Draft(this);
        edit.accept(draft);
        return draft.state();
    }

    /// The members that change during a conversation's life, to be set before the next state is made.
    public static final class Draft {
        private final ConversationState from;
        public ExecutionStatus executionStatus;
        public String lastUserMessageId;
        public String leafEventId;
        public boolean headIsEmpty;
        public ConversationStats stats;

        private Draft(ConversationState from) {
            this.from = from;
            executionStatus = from.executionStatus;
            lastUserMessageId = from.lastUserMessageId;
            leafEventId = from.leafEventId;
            headIsEmpty = from.headIsEmpty;
            stats = from.stats;
        }

        private ConversationState state() {
            return new ConversationState(
                    from.id, from.agent, from.workspace, from.persistenceDir, from.maxIterations,
                    from.stuckDetection, executionStatus, from.confirmationPolicy,
                    from.securityAnalyzer, from.activatedKnowledgeSkills,
                    from.activatedPathRules, from.invokedSkills, from.blockedActions,
                    from.blockedMessages, lastUserMessageId, leafEventId, headIsEmpty, stats,
                    from.secretRegistry, from.tags, from.agentState, from.hookConfig);
        }
    }
}
