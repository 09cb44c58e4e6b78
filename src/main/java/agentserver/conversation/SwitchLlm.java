package agentserver.conversation;

import agentserver.base.json.Rules;
import agentserver.llm.LlmConfig;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// The model that the agent shall use from its next step on.
///
/// ```json
/// {"llm": {"model": "openai/gpt-4.1", "api_key": "…", "usage_id": "other"}}
/// ```
///
/// Source: `POST /api/conversations/{id}/switch_llm`, contract 02 §7.
@JsonIgnoreProperties(ignoreUnknown = true)
record SwitchLlm(LlmConfig llm) {

    SwitchLlm {
        new Rules().required("llm", llm).check();
    }
}
