package agentserver.agent;

import agentserver.base.json.Copies;
import agentserver.base.json.Rules;
import agentserver.base.json.UnknownKindReader;
import agentserver.base.json.WhenAbsent;
import agentserver.base.secret.Secret;
import agentserver.base.secret.SecretVerbatim;
import agentserver.event.ActionEvent;
import agentserver.llm.LlmConfig;
import agentserver.tool.SecurityRisk;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;

/// Says how risky an action is. Source: contract 08 §8.
///
/// ```json
/// {"kind": "EnsembleSecurityAnalyzer", "analyzers": [{"kind": "LLMSecurityAnalyzer"}]}
/// ```
///
/// All kinds of the contract are taken, kept and shown. Those whose rules or services this server does
/// not have answer `UNKNOWN`: nobody said that the action is safe, and the policy decides about that.
/// A kind that stands in a log and is not known here is kept as [UnknownAnalyzer]. The names are the
/// wire's, capitals included.
@JsonTypeInfo(
        use = JsonTypeInfo.Id.NAME,
        property = "kind",
        visible = true,
        defaultImpl = SecurityAnalyzer.UnknownAnalyzer.class)
@JsonSubTypes({
    @JsonSubTypes.Type(
            value = SecurityAnalyzer.LLMSecurityAnalyzer.class,
            name = "LLMSecurityAnalyzer"),
    @JsonSubTypes.Type(
            value = SecurityAnalyzer.PatternSecurityAnalyzer.class,
            name = "PatternSecurityAnalyzer"),
    @JsonSubTypes.Type(
            value = SecurityAnalyzer.PolicyRailSecurityAnalyzer.class,
            name = "PolicyRailSecurityAnalyzer"),
    @JsonSubTypes.Type(
            value = SecurityAnalyzer.EnsembleSecurityAnalyzer.class,
            name = "EnsembleSecurityAnalyzer"),
    @JsonSubTypes.Type(
            value = SecurityAnalyzer.GraySwanAnalyzer.class,
            name = "GraySwanAnalyzer"),
    @JsonSubTypes.Type(
            value = SecurityAnalyzer.ToolShieldLLMSecurityAnalyzer.class,
            name = "ToolShieldLLMSecurityAnalyzer")
})
@JsonIgnoreProperties("kind") // visible for the unknown one; no record has it
public sealed interface SecurityAnalyzer permits
        SecurityAnalyzer.LLMSecurityAnalyzer,
        SecurityAnalyzer.PatternSecurityAnalyzer,
        SecurityAnalyzer.PolicyRailSecurityAnalyzer,
        SecurityAnalyzer.EnsembleSecurityAnalyzer,
        SecurityAnalyzer.GraySwanAnalyzer,
        SecurityAnalyzer.ToolShieldLLMSecurityAnalyzer,
        SecurityAnalyzer.UnknownAnalyzer {

    /// Does not wait for anybody.
    default SecurityRisk riskOf(ActionEvent action) {
        return SecurityRisk.UNKNOWN;
    }

    /// Takes the model's own word for it.
    record LLMSecurityAnalyzer() implements SecurityAnalyzer {
        @Override
        public SecurityRisk riskOf(ActionEvent action) {
            return action.securityRisk();
        }
    }

    /// Looks for patterns, each a regular expression, what it finds, and a name. A list that is null was
    /// not given: the usual patterns are meant. Without effect on this server.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonIgnoreProperties(value = "kind", ignoreUnknown = true)
    record PatternSecurityAnalyzer(
            List<List<String>> highPatterns,
            List<List<String>> mediumPatterns,
            List<List<String>> injectionHighPatterns,
            List<List<String>> injectionMediumPatterns) implements SecurityAnalyzer {

        private static final int PARTS = 3;
        private static final String WANTED = "each pattern must be a list of 3 texts";

        public PatternSecurityAnalyzer {
            new Rules()
                    .holds("high_patterns", areWhole(highPatterns), WANTED)
                    .holds("medium_patterns", areWhole(mediumPatterns), WANTED)
                    .holds("injection_high_patterns", areWhole(injectionHighPatterns), WANTED)
                    .holds("injection_medium_patterns", areWhole(injectionMediumPatterns), WANTED)
                    .check();
        }

        private static boolean areWhole(List<List<String>> patterns) {
            return patterns == null || patterns.stream().allMatch(parts ->
                    parts != null && parts.size() == PARTS && !parts.contains(null));
        }
    }

    /// Keeps to three fixed rules. Without effect on this server.
    @JsonIgnoreProperties(value = "kind", ignoreUnknown = true)
    record PolicyRailSecurityAnalyzer() implements SecurityAnalyzer {}

    /// Asks several; the highest risk that one of them sees counts.
    @JsonIgnoreProperties(value = "kind", ignoreUnknown = true)
    record EnsembleSecurityAnalyzer(List<SecurityAnalyzer> analyzers, boolean propagateUnknown)
            implements SecurityAnalyzer {

        public EnsembleSecurityAnalyzer {
            new Rules()
                    .required("analyzers", analyzers).notEmpty("analyzers", analyzers)
                    .check();
            analyzers = Copies.of(analyzers);
        }

        @Override
        public SecurityRisk riskOf(ActionEvent action) {
            var risks = analyzers.stream().map(analyzer -> analyzer.riskOf(action)).toList();
            return propagateUnknown && risks.contains(SecurityRisk.UNKNOWN)
                    ? SecurityRisk.UNKNOWN
                    : risks.stream().max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    /// Asks a service. `apiKey` and `policyId` may be null. Without effect on this server.
    @JsonIgnoreProperties(value = "kind", ignoreUnknown = true)
    record GraySwanAnalyzer(
            @WhenAbsent("20") int historyLimit,
            @WhenAbsent("30000") int maxMessageChars,
            @WhenAbsent("30.0") double timeout,
            @WhenAbsent("0.3") double lowThreshold,
            @WhenAbsent("0.7") double mediumThreshold,
            @WhenAbsent("\"https://api.grayswan.ai/cygnal/monitor\"") String apiUrl,
            Secret apiKey,
            String policyId) implements SecurityAnalyzer {}

    /// Asks a model of its own. Without effect on this server.
    @JsonIgnoreProperties(value = "kind", ignoreUnknown = true)
    record ToolShieldLLMSecurityAnalyzer(
            LlmConfig llm,
            @WhenAbsent("20") int historyWindow,
            @WhenAbsent("\"\"") String safetyExperiences) implements SecurityAnalyzer {

        public ToolShieldLLMSecurityAnalyzer {
            new Rules().required("llm", llm).check();
        }
    }

    /// An analyzer of a kind that this server does not know, in all its members, `kind` among them.
    @JsonDeserialize(using = UnknownAnalyzer.Reader.class)
    record UnknownAnalyzer(JsonNode json) implements SecurityAnalyzer, SecretVerbatim {

        static final class Reader extends UnknownKindReader<UnknownAnalyzer> {
            @Override
            protected UnknownAnalyzer of(ObjectNode json) {
                return new UnknownAnalyzer(json);
            }
        }
    }
}
