package agentserver.agent;

import agentserver.base.json.Copies;
import agentserver.base.json.Rules;
import agentserver.base.json.WhenAbsent;
import agentserver.llm.LlmConfig;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/// How a long history is shortened, as an agent's `condenser` says it. Source: contract 08 §6.
///
/// ```json
/// {"kind": "LLMSummarizingCondenser", "llm": {…}, "max_size": 240, "max_tokens": null,
///  "keep_first": 2, "minimum_progress": 0.1, "hard_context_reset_max_retries": 5,
///  "hard_context_reset_context_scaling": 0.8}
/// ```
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
public sealed interface CondenserConfig {

    /// Shortens nothing.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record NoOpCondenser() implements CondenserConfig {}

    /// One after the other, until one has shortened something.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record PipelineCondenser(List<CondenserConfig> condensers) implements CondenserConfig {
        public PipelineCondenser {
            condensers = Copies.of(condensers);
        }
    }

    /// Asks a model for a summary of the older events. Sizes count events; `max_tokens` may be null.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record LLMSummarizingCondenser(
            LlmConfig llm,
            @WhenAbsent("240") int maxSize,
            Integer maxTokens,
            @WhenAbsent("2") int keepFirst,
            @WhenAbsent("0.1") double minimumProgress,
            @WhenAbsent("5") int hardContextResetMaxRetries,
            @WhenAbsent("0.8") double hardContextResetContextScaling)
            implements CondenserConfig {

        public LLMSummarizingCondenser {
            new Rules()
                    .required("llm", llm)
                    .above("max_size", maxSize, 0)
                    .atLeast("keep_first", keepFirst, 0)
                    .above("minimum_progress", minimumProgress, 0)
                    .below("minimum_progress", minimumProgress, 1)
                    .above("hard_context_reset_max_retries", hardContextResetMaxRetries, 0)
                    .above("hard_context_reset_context_scaling", hardContextResetContextScaling, 0)
                    .below("hard_context_reset_context_scaling", hardContextResetContextScaling, 1)
                    .holds("max_size", maxSize / 2 - keepFirst - 1 > 0,
                            "half of max_size must leave room behind keep_first")
                    .check();
            llm = llm.withStream(false);
        }

        LLMSummarizingCondenser with(LlmConfig newLlm) {
            return new LLMSummarizingCondenser(
                    newLlm, maxSize, maxTokens, keepFirst, minimumProgress,
                    hardContextResetMaxRetries, hardContextResetContextScaling);
        }
    }
}
