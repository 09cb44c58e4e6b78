package agentserver.agent;

import agentserver.base.json.Copies;
import agentserver.base.json.Rules;
import agentserver.base.json.WhenAbsent;
import agentserver.llm.LlmConfig;
import agentserver.tool.ToolSpec;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.OptBoolean;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// What an agent is: its model, its tools, what it is told.
///
/// ```json
/// {"kind": "Agent", "llm": {…}, "tools": [{"name": "terminal", "params": {}}],
///  "include_default_tools": ["FinishTool", "ThinkTool"], …}
/// ```
///
/// `kind` may be left out, but is no other; a `security_policy_filename` that is left out is the
/// built-in policy, one that is null is none. `filter_tools_regex`, `agent_context`, `system_prompt`,
/// `security_policy_filename`, `condenser` and `critic` may be null. Unknown members are ignored.
/// Immutable: a change of model makes a new one. Source: contract 08 §1.1.
@JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        property = "kind",
        requireTypeIdForSubtypes = OptBoolean.FALSE)
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
        CondenserConfig condenser,
        JsonNode critic,
        Integer toolConcurrencyLimit) implements AgentSpec {

    public Agent {
        new Rules()
                .required("llm", llm)
                .atLeast("tool_concurrency_limit", toolConcurrencyLimit, 1)
                .check();
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

    /// The same agent with another model. A condenser that used the old one follows.
    public Agent with(LlmConfig newLlm) {
        var follows = condenser instanceof CondenserConfig.LLMSummarizingCondenser summarizing
                && summarizing.llm().withUsageId(llm.usageId()).equals(llm.withStream(false));
        return with(newLlm, tools, agentContext,
                follows ? summarizing(condenser, newLlm) : condenser);
    }

    private static CondenserConfig summarizing(CondenserConfig before, LlmConfig llm) {
        var condenser = (CondenserConfig.LLMSummarizingCondenser) before;
        return condenser.with(llm.withUsageId(condenser.llm().usageId()));
    }

    /// The same agent with `more` tools behind those it has; one whose name is taken is left out.
    public Agent with(List<ToolSpec> more) {
        var all = new LinkedHashMap<String, ToolSpec>();
        Stream.concat(tools.stream(), more.stream())
                .forEach(tool -> all.putIfAbsent(tool.name(), tool));
        return with(llm, List.copyOf(all.values()), agentContext, condenser);
    }

    /// The same agent, told more: `text` is added to its system message after an empty line.
    public Agent told(String text, Instant now) {
        var context = Objects.requireNonNullElseGet(agentContext, () -> AgentContext.empty(now));
        return with(llm, tools, context.told(text), condenser);
    }

    @Override
    public Agent withoutSkills() {
        return agentContext == null || agentContext.skills().isEmpty()
                ? this
                : with(llm, tools, agentContext.withoutSkills(), condenser);
    }

    @Override
    public Agent withoutSecrets(Collection<String> names) {
        return agentContext == null
                ? this
                : with(llm, tools, agentContext.withoutSecrets(names), condenser);
    }

    private Agent with(
            LlmConfig newLlm, List<ToolSpec> newTools, AgentContext context,
            CondenserConfig newCondenser) {
        return new Agent(
                newLlm, newTools, mcpConfig, filterToolsRegex, includeDefaultTools, context,
                systemPrompt, systemPromptFilename, securityPolicyFilename, systemPromptKwargs,
                newCondenser, critic, toolConcurrencyLimit);
    }
}
