package agentserver.agent;

import agentserver.agent.CondenserConfig.LLMSummarizingCondenser;
import agentserver.agent.CondenserConfig.NoOpCondenser;
import agentserver.base.json.Copies;
import agentserver.base.json.Rules;
import agentserver.base.json.WhenAbsent;
import agentserver.llm.LlmConfig;
import agentserver.tool.ToolSpec;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What a user has chosen for agents; [#agent] makes one of it. `tools` may be null: the usual ones.
///
/// ```json
/// {"agent_kind": "openhands", "llm": {…}, "tools": null, "enable_switch_llm_tool": true,
///  "condenser": {"enabled": true, "max_size": 240, "keep_first": 2}}
/// ```
///
/// Only `llm` is required; unknown members are ignored. Source: contract 08 §1.2.
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentSettings(
        @WhenAbsent("\"openhands\"") String agentKind,
        LlmConfig llm,
        List<ToolSpec> tools,
        boolean enableSubAgents,
        @WhenAbsent("true") boolean enableSwitchLlmTool,
        @WhenAbsent("1") int toolConcurrencyLimit,
        Map<String, JsonNode> mcpConfig,
        AgentContext agentContext,
        CondenserSettings condenser) {

    private static final List<String> KINDS = List.of("openhands", "llm");
    private static final List<String> USUAL_TOOLS =
            List.of("terminal", "file_editor", "task_tracker");

    /// Whether and when long histories are shortened; see [LLMSummarizingCondenser].
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record CondenserSettings(
            @WhenAbsent("true") boolean enabled,
            @WhenAbsent("\"llm_summarizing\"") String condenserKind,
            @WhenAbsent("240") int maxSize,
            Integer maxTokens,
            @WhenAbsent("2") int keepFirst,
            @WhenAbsent("0.1") double minimumProgress,
            @WhenAbsent("5") int hardContextResetMaxRetries,
            @WhenAbsent("0.8") double hardContextResetContextScaling) {

        private static final int MIN_SIZE = 20;

        public CondenserSettings {
            new Rules()
                    .oneOf("condenser_kind", condenserKind, List.of("llm_summarizing", "no_op"))
                    .atLeast("max_size", maxSize, MIN_SIZE)
                    .check();
        }

        static CondenserSettings usual() {
            return new CondenserSettings(true, "llm_summarizing", 240, null, 2, 0.1, 5, 0.8);
        }

        private CondenserConfig config(LlmConfig llm) {
            if (!enabled) {
                return null; // an agent without one has null there
            }
            return condenserKind.equals("no_op")
                    ? new NoOpCondenser()
                    : new LLMSummarizingCondenser(
                            llm.withUsageId("condenser"), maxSize, maxTokens, keepFirst,
                            minimumProgress, hardContextResetMaxRetries,
                            hardContextResetContextScaling);
        }
    }

    public AgentSettings {
        new Rules().oneOf("agent_kind", agentKind, KINDS).required("llm", llm).check();
        mcpConfig = Copies.of(mcpConfig);
        condenser = Objects.requireNonNullElseGet(condenser, CondenserSettings::usual);
    }

    /// The agent that these settings describe.
    ///
    /// @param now what it is told of the time, unless the settings tell it
    public Agent agent(Instant now) {
        var defaults = new ArrayList<>(List.of("FinishTool", "ThinkTool"));
        if (enableSwitchLlmTool) {
            defaults.add("SwitchLLMTool");
        }
        var context = Objects.requireNonNullElseGet(agentContext, () -> AgentContext.empty(now));
        return new Agent(
                llm, tools == null ? usualTools() : tools, mcpConfig, null, defaults, context,
                null, null, SecurityPolicy.BUILT_IN, null, condenser.config(llm), null,
                toolConcurrencyLimit);
    }

    private List<ToolSpec> usualTools() {
        var names = new ArrayList<>(USUAL_TOOLS);
        if (enableSubAgents) {
            names.add("task_tool_set");
        }
        return names.stream().map(ToolSpec::of).toList();
    }
}
