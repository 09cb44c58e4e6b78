package agentserver.conversation.state;

import agentserver.agent.Agent;
import agentserver.agent.ConfirmationPolicy;
import agentserver.agent.SecurityAnalyzer;
import agentserver.llm.ConversationStats;
import agentserver.tool.client.ClientToolSpec;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A conversation as clients see it. Every member is written, nulls too; secrets are null.
///
/// Null may be: `security_analyzer`, `last_user_message_id`, `leaf_event_id`, `hook_config`, `title`,
/// `metrics` (always), the `forked_from_…` and `parent_…` ids, `current_model_id`,
/// `launched_agent_profile`. Source: `GET /api/conversations/{id}`, contract 02 §3.
public record ConversationInfo(
        UUID id,
        LocalWorkspace workspace,
        String persistenceDir,
        int maxIterations,
        boolean stuckDetection,
        ExecutionStatus executionStatus,
        ConfirmationPolicy confirmationPolicy,
        SecurityAnalyzer securityAnalyzer,
        List<String> activatedKnowledgeSkills,
        List<String> invokedSkills,
        Map<String, String> blockedActions,
        Map<String, String> blockedMessages,
        String lastUserMessageId,
        String leafEventId,
        ConversationStats stats,
        SecretRegistry secretRegistry,
        ObjectNode agentState,
        JsonNode hookConfig,
        String title,
        JsonNode metrics,
        Instant createdAt,
        Instant updatedAt,
        UUID forkedFromConversationId,
        String forkedFromEventId,
        UUID parentConversationId,
        List<UUID> subConversationIds,
        Map<String, String> tags,
        String currentModelId,
        List<JsonNode> availableModels,
        boolean supportsRuntimeModelSwitch,
        JsonNode launchedAgentProfile,
        Agent agent,
        List<ClientToolSpec> clientTools) {

    /// The same without the texts of its agent's skills, which are long and seldom read.
    public ConversationInfo withoutSkills() {
        return new ConversationInfo(
                id, workspace, persistenceDir, maxIterations, stuckDetection, executionStatus,
                confirmationPolicy, securityAnalyzer, activatedKnowledgeSkills, invokedSkills,
                blockedActions, blockedMessages, lastUserMessageId, leafEventId, stats,
                secretRegistry, agentState, hookConfig, title, metrics, createdAt, updatedAt,
                forkedFromConversationId, forkedFromEventId, parentConversationId,
                subConversationIds, tags, currentModelId, availableModels,
                supportsRuntimeModelSwitch, launchedAgentProfile, agent.withoutSkills(),
                clientTools);
    }

    /// @param children the conversations of which it is the parent
    public static ConversationInfo of(
            ConversationState state, ConversationMeta meta, List<UUID> children) {
        return new ConversationInfo(
                state.id(), state.workspace(), state.persistenceDir(), state.maxIterations(),
                state.stuckDetection(), state.executionStatus(), state.confirmationPolicy(),
                state.securityAnalyzer(), state.activatedKnowledgeSkills(),
                state.invokedSkills(), state.blockedActions(), state.blockedMessages(),
                state.lastUserMessageId(), state.leafEventId(), state.stats(),
                state.secretRegistry(), state.agentState(), state.hookConfig(), meta.title(),
                null, meta.createdAt(), meta.updatedAt(), meta.forkedFromConversationId(),
                meta.forkedFromEventId(), meta.start().parentConversationId(), children,
                state.tags(), null, List.of(), false, meta.launchedAgentProfile(),
                state.agent(), meta.start().clientTools());
    }
}
