package agentserver.agent;

import agentserver.event.ActionEvent;
import agentserver.tool.SecurityRisk;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// Says how risky an action is. Source: contract 08 §8.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes(
        @JsonSubTypes.Type(
                value = SecurityAnalyzer.LLMSecurityAnalyzer.class,
                name = "LLMSecurityAnalyzer"))
public sealed interface SecurityAnalyzer {

    SecurityRisk riskOf(ActionEvent action);

    /// Takes the model's own word for it. The name is the wire's, capitals included.
    record LLMSecurityAnalyzer() implements SecurityAnalyzer {
        @Override
        public SecurityRisk riskOf(ActionEvent action) {
            return action.securityRisk();
        }
    }
}
