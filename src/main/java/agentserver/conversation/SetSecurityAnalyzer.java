package agentserver.conversation;

import agentserver.agent.SecurityAnalyzer;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/// Who shall say how risky actions are from now on; null for nobody, but it has to be said.
///
/// ```json
/// {"security_analyzer": {"kind": "LLMSecurityAnalyzer"}}
/// ```
///
/// Source: `POST /api/conversations/{id}/security_analyzer`, contract 02 §7.
@JsonIgnoreProperties(ignoreUnknown = true)
record SetSecurityAnalyzer(@JsonProperty(required = true) SecurityAnalyzer securityAnalyzer) {}
