package agentserver.conversation.state;

import agentserver.agent.Agent;
import agentserver.agent.AgentSettings;
import agentserver.agent.ConfirmationPolicy;
import agentserver.agent.SecretSource;
import agentserver.agent.SecretSourceReader;
import agentserver.agent.SecurityAnalyzer;
import agentserver.base.json.Copies;
import agentserver.base.json.NotNull;
import agentserver.base.json.NotNullReader;
import agentserver.base.json.Rules;
import agentserver.base.json.SchemaName;
import agentserver.tool.client.ClientToolSpec;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/// What a client asks for when it opens a conversation.
///
/// ```json
/// {"agent": {"llm": {"model": "demo/agent"}, "tools": [{"name": "terminal"}]},
///  "workspace": {"working_dir": "/workspace"}, "initial_message": {"content": [{"type": "text",
///  "text": "hello"}]}}
/// ```
///
/// `workspace` and one source of the agent are required; everything else has a default, and unknown
/// members are ignored. Limits: `max_iterations` is at least 1; see [Tags].
/// Source: `POST /api/conversations`, contract 02 §4.1.
@JsonIgnoreProperties(ignoreUnknown = true)
@SchemaName("StartConversationRequest")
public record StartConversation(
        LocalWorkspace workspace,
        boolean worktree,
        UUID conversationId,
        UUID parentConversationId,
        @NotNull ConfirmationPolicy confirmationPolicy,
        SecurityAnalyzer securityAnalyzer,
        SendMessage initialMessage,
        @NotNull Integer maxIterations,
        @NotNull Boolean stuckDetection,
        @JsonDeserialize(using = NotNullReader.class, contentUsing = SecretSourceReader.class)
        Map<String, SecretSource> secrets,
        boolean secretsEncrypted,
        @NotNull Map<String, String> toolModuleQualnames,
        @NotNull List<ClientToolSpec> clientTools,
        AgentLaunchAdditions agentLaunchAdditions,
        @NotNull List<JsonNode> agentDefinitions,
        List<JsonNode> plugins,
        JsonNode hookConfig,
        Map<String, String> tags,
        String userId,
        @NotNull Map<String, JsonNode> observabilityMetadata,
        @NotNull List<String> observabilityTags,
        @NotNull String observabilitySpanName,
        @NotNull Boolean autotitle,
        String titleLlmProfile,
        AgentSettings agentSettings,
        UUID agentProfileId,
        Agent agent) {

    public static final int DEFAULT_MAX_ITERATIONS = 500;
    private static final String NO_AGENT =
            "One of `agent`, `agent_settings`, or `agent_profile_id` must be provided";
    private static final String TWO_AGENTS =
            "`agent_profile_id` can't be combined with `agent` or `agent_settings`";

    public StartConversation {
        confirmationPolicy = Objects.requireNonNullElseGet(
                confirmationPolicy, ConfirmationPolicy.NeverConfirm::new);
        maxIterations = Objects.requireNonNullElse(maxIterations, DEFAULT_MAX_ITERATIONS);
        stuckDetection = Objects.requireNonNullElse(stuckDetection, true);
        secrets = Copies.of(secrets);
        toolModuleQualnames = Copies.of(toolModuleQualnames);
        clientTools = Copies.of(clientTools);
        agentDefinitions = Copies.of(agentDefinitions);
        plugins = Copies.of(plugins);
        tags = Copies.of(tags);
        observabilityMetadata = Copies.of(observabilityMetadata);
        observabilityTags = Copies.of(observabilityTags);
        observabilitySpanName = Objects.requireNonNullElse(observabilitySpanName, "conversation");
        autotitle = Objects.requireNonNullElse(autotitle, true);
        Tags.check(Observability.check(
                new Rules()
                        .required("workspace", workspace)
                        .atLeast("max_iterations", maxIterations, 1),
                observabilityMetadata, observabilityTags, observabilitySpanName), tags)
                .check();
        var described = agent != null || agentSettings != null;
        new Rules()
                .holds(described || agentProfileId != null, NO_AGENT)
                .holds(!described || agentProfileId == null, TWO_AGENTS)
                .check();
    }

    /// The same request without the secrets of these names.
    public StartConversation withoutSecrets(Collection<String> names) {
        var kept = new LinkedHashMap<>(secrets);
        kept.keySet().removeAll(names);
        return new StartConversation(
                workspace, worktree, conversationId, parentConversationId, confirmationPolicy,
                securityAnalyzer, initialMessage, maxIterations, stuckDetection, kept,
                secretsEncrypted, toolModuleQualnames, clientTools, agentLaunchAdditions,
                agentDefinitions, plugins, hookConfig, tags, userId, observabilityMetadata,
                observabilityTags, observabilitySpanName, autotitle, titleLlmProfile,
                agentSettings, agentProfileId, agent == null ? null : agent.withoutSecrets(names));
    }

    /// The same request, its agent and its workspace found: what a conversation begins with.
    public StartConversation resolved(Agent itsAgent, LocalWorkspace itsWorkspace) {
        return new StartConversation(
                itsWorkspace, worktree, conversationId, parentConversationId, confirmationPolicy,
                securityAnalyzer, initialMessage, maxIterations, stuckDetection, secrets, false,
                toolModuleQualnames, clientTools, null, agentDefinitions, plugins, hookConfig, tags,
                userId, observabilityMetadata, observabilityTags, observabilitySpanName, autotitle,
                titleLlmProfile, null, null, itsAgent);
    }
}
