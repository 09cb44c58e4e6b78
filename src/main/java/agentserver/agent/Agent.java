package agentserver.agent;

import agentserver.base.json.Copies;
import agentserver.base.json.WhenAbsent;
import agentserver.llm.LlmConfig;
import agentserver.tool.ToolSpec;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What an agent is: its model, its tools, what it is told.
///
/// ```json
/// {"kind": "Agent", "llm": {…}, "tools": [{"name": "terminal", "params": {}}],
///  "include_default_tools": ["FinishTool", "ThinkTool"], …}
/// ```
///
/// `kind` may be left out; a `security_policy_filename` that is left out is the built-in policy, one
/// that is null is none. `filter_tools_regex`, `agent_context`, `system_prompt`,
/// `security_policy_filename`, `condenser` and `critic` may be null. Unknown members are ignored.
/// Immutable: a change of model makes a new one. Source: contract 08 §1.1.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind", defaultImpl = Agent.class)
@JsonTypeName("Agent")
@JsonIgnoreProperties(ignoreUnknown = true)
public record Agent(
        LlmConfig llm,
        List<ToolSpec> tools,
        Map<String, JsonNode> mcpConfig,
        String filterToolsRegex,
        List<String> includeDefaultTools,
        AgentContext agentContext,
        String systemPrompt,
        String systemPromptFilename,
        @WhenAbsent("\"security_policy.j2\"") String securityPolicyFilename,
        ObjectNode systemPromptKwargs,
        JsonNode condenser,
        JsonNode critic,
        Integer toolConcurrencyLimit) {

    public Agent {
        Objects.requireNonNull(llm, "llm");
        tools = Copies.of(tools);
        mcpConfig = Copies.of(mcpConfig);
        includeDefaultTools = includeDefaultTools == null
                ? List.of("FinishTool", "ThinkTool")
                : List.copyOf(includeDefaultTools);
        systemPromptFilename =
                Objects.requireNonNullElse(systemPromptFilename, SystemPrompt.BUILT_IN);
        systemPromptKwargs = systemPromptKwargs == null
                ? JsonNodeFactory.instance.objectNode()
                : systemPromptKwargs.deepCopy();
        if (!systemPromptKwargs.has("llm_security_analyzer")) {
            systemPromptKwargs.put("llm_security_analyzer", true);
        }
        toolConcurrencyLimit = Objects.requireNonNullElse(toolConcurrencyLimit, 1);
    }
}
