package agentserver.conversation.state;

import agentserver.agent.AgentSpec;
import agentserver.agent.ConfirmationPolicy;
import agentserver.agent.SecurityAnalyzer;
import agentserver.base.json.Copies;
import agentserver.llm.ConversationStats;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
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
        AgentSpec agent,
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

    /// The same state with what a conversation takes from the request it began with when it is opened
    /// from the Python server's files: workspace, limit of steps, secrets that it does not know.
    public ConversationState resumedWith(StartConversation start) {
        var secrets = new HashMap<>(start.secrets());
        secrets.putAll(secretRegistry.secretSources());
        return new ConversationState(
                id, agent, start.workspace(), persistenceDir, start.maxIterations(),
                stuckDetection, executionStatus, confirmationPolicy, securityAnalyzer,
                activatedKnowledgeSkills, activatedPathRules, invokedSkills, blockedActions,
                blockedMessages, lastUserMessageId, leafEventId, headIsEmpty, stats,
                new SecretRegistry(secrets), tags, agentState, hookConfig);
    }

    /// The state of a fork of a conversation: as if `start` had just been asked for, but with the agent
    /// and what it has learnt. HEAD is still the source's.
    public static ConversationState forkOf(
            ConversationState source, UUID id, StartConversation start, String persistenceDir) {
        return new ConversationState(
                id, source.agent, source.workspace, persistenceDir, source.maxIterations,
                source.stuckDetection, ExecutionStatus.IDLE, start.confirmationPolicy(),
                start.securityAnalyzer(), source.activatedKnowledgeSkills,
                source.activatedPathRules, source.invokedSkills, Map.of(), Map.of(), null,
                source.leafEventId, source.headIsEmpty, ConversationStats.NONE,
                new SecretRegistry(start.secrets()), Map.of(), source.agentState,
                source.hookConfig);
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
        public AgentSpec agent;
        public ExecutionStatus executionStatus;
        public ConfirmationPolicy confirmationPolicy;
        public SecurityAnalyzer securityAnalyzer;
        public String lastUserMessageId;
        public String leafEventId;
        public boolean headIsEmpty;
        public ConversationStats stats;
        public SecretRegistry secretRegistry;
        public Map<String, String> tags;

        private Draft(ConversationState from) {
            this.from = from;
            agent = from.agent;
            executionStatus = from.executionStatus;
            confirmationPolicy = from.confirmationPolicy;
            securityAnalyzer = from.securityAnalyzer;
            lastUserMessageId = from.lastUserMessageId;
            leafEventId = from.leafEventId;
            headIsEmpty = from.headIsEmpty;
            stats = from.stats;
            secretRegistry = from.secretRegistry;
            tags = from.tags;
        }

        private ConversationState state() {
            return new ConversationState(
                    from.id, agent, from.workspace, from.persistenceDir, from.maxIterations,
                    from.stuckDetection, executionStatus, confirmationPolicy, securityAnalyzer,
                    from.activatedKnowledgeSkills, from.activatedPathRules, from.invokedSkills,
                    from.blockedActions, from.blockedMessages, lastUserMessageId, leafEventId,
                    headIsEmpty, stats, secretRegistry, tags, from.agentState,
                    from.hookConfig);
        }
    }
}
