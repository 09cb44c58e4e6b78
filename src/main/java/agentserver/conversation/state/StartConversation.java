package agentserver.conversation.state;

import agentserver.agent.Agent;
import agentserver.agent.ConfirmationPolicy;
import agentserver.agent.SecretSource;
import agentserver.agent.SecurityAnalyzer;
import agentserver.base.json.Copies;
import agentserver.base.json.Rules;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
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
/// members are ignored. Limits: `max_iterations` is at least 1; keys of `tags` are lower-case letters
/// and digits, their values at most [#MAX_TAG_CHARS] characters.
/// Source: `POST /api/conversations`, contract 02 §4.1.
@JsonIgnoreProperties(ignoreUnknown = true)
public record StartConversation(
        LocalWorkspace workspace,
        boolean worktree,
        UUID conversationId,
        UUID parentConversationId,
        ConfirmationPolicy confirmationPolicy,
        SecurityAnalyzer securityAnalyzer,
        SendMessage initialMessage,
        Integer maxIterations,
        Boolean stuckDetection,
        Map<String, SecretSource> secrets,
        boolean secretsEncrypted,
        Map<String, String> toolModuleQualnames,
        List<JsonNode> clientTools,
        JsonNode agentLaunchAdditions,
        List<JsonNode> agentDefinitions,
        List<JsonNode> plugins,
        JsonNode hookConfig,
        Map<String, String> tags,
        String userId,
        Map<String, JsonNode> observabilityMetadata,
        List<String> observabilityTags,
        String observabilitySpanName,
        Boolean autotitle,
        String titleLlmProfile,
        JsonNode agentSettings,
        UUID agentProfileId,
        Agent agent) {

    public static final int DEFAULT_MAX_ITERATIONS = 500;
    public static final int MAX_TAG_CHARS = 256;

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
        new Rules()
                .required("workspace", workspace)
                .atLeast("max_iterations", maxIterations, 1)
                .check();
    }
}
