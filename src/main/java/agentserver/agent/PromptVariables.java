package agentserver.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// What an agent's `system_prompt_kwargs` say to the built-in prompt. Other members, and values of
/// another type, are for templates of other servers and change nothing here. Source: contract 08 §1.1.
///
/// @param cliMode      whether the agent works on the user's own machine rather than in a sandbox
/// @param assessesRisk whether the model is told how to judge the risk of a call
///                     (`llm_security_analyzer`)
/// @param modelFamily  instead of the one that the model's name tells
/// @param modelVariant instead of the one that the model's name tells
/// @param soul         instead of the default identity (`soul_content`)
public record PromptVariables(
        boolean cliMode,
        boolean assessesRisk,
        Optional<String> modelFamily,
        Optional<String> modelVariant,
        Optional<String> soul) {

    public static PromptVariables of(ObjectNode kwargs) {
        return new PromptVariables(
                kwargs.path("cli_mode").asBoolean(true),
                kwargs.path("llm_security_analyzer").asBoolean(true),
                text(kwargs, "model_family"),
                text(kwargs, "model_variant"),
                text(kwargs, "soul_content"));
    }

    private static Optional<String> text(ObjectNode kwargs, String name) {
        return Optional.of(kwargs.path(name))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .filter(text -> !text.isBlank());
    }
}
