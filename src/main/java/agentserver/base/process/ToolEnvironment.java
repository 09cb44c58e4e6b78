package agentserver.base.process;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Which of the server's environment variables its tools may see.
///
/// All of them, since users pass variables to their agents that way, but the server's own
/// configuration (`OH_…`, `SESSION_API_KEY`) and the keys of model providers (`LLM_…` and those
/// named here). With `OH_TOOL_ENV=NAME,NAME` only the named ones; that list may name a provider's
/// key, never the server's configuration.
public final class ToolEnvironment {

    /// The variable that turns the rule into an allow-list.
    public static final String ALLOW_LIST = "OH_TOOL_ENV";

    private static final Set<String> PROVIDER_KEYS = Set.of(
            "OPENAI_API_KEY", "AZURE_API_KEY", "AZURE_AI_API_KEY", "ANTHROPIC_API_KEY",
            "GEMINI_API_KEY", "GOOGLE_API_KEY", "GOOGLE_APPLICATION_CREDENTIALS",
            "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
            "AWS_BEARER_TOKEN_BEDROCK", "OPENROUTER_API_KEY", "LITELLM_PROXY_API_KEY",
            "HOSTED_VLLM_API_KEY", "LM_STUDIO_API_KEY", "DEEPSEEK_API_KEY", "MISTRAL_API_KEY",
            "GROQ_API_KEY", "XAI_API_KEY", "MOONSHOT_API_KEY", "MINIMAX_API_KEY", "ZAI_API_KEY",
            "DASHSCOPE_API_KEY", "TOGETHERAI_API_KEY", "TOGETHER_API_KEY", "FIREWORKS_API_KEY",
            "FIREWORKS_AI_API_KEY", "CEREBRAS_API_KEY", "SAMBANOVA_API_KEY", "NVIDIA_NIM_API_KEY",
            "DEEPINFRA_API_KEY", "PERPLEXITYAI_API_KEY", "NEBIUS_API_KEY", "NOVITA_API_KEY",
            "HF_TOKEN", "VERCEL_AI_GATEWAY_API_KEY", "VOLCENGINE_API_KEY", "GITHUB_API_KEY",
            "COHERE_API_KEY");

    private ToolEnvironment() {}

    /// The part of the server's environment that tools get, where [#ALLOW_LIST] may say which.
    public static Map<String, String> of(Map<String, String> server) {
        var list = server.getOrDefault(ALLOW_LIST, "");
        return of(server, list.isBlank() ? Optional.empty() : Optional.of(
                Arrays.stream(list.split(",")).map(String::strip).toList()));
    }

    /// The same, where the configuration says which.
    ///
    /// @param allowed the only names that tools may see; none for the rule
    public static Map<String, String> of(
            Map<String, String> server, Optional<List<String>> allowed) {
        Predicate<String> visible = allowed.<Predicate<String>>map(names -> names::contains)
                .orElse(name -> !name.startsWith("LLM_") && !PROVIDER_KEYS.contains(name));
        var kept = new LinkedHashMap<String, String>();
        server.forEach((name, value) -> {
            if (!ownConfiguration(name) && visible.test(name)) {
                kept.put(name, value);
            }
        });
        return kept;
    }

    private static boolean ownConfiguration(String name) {
        return name.startsWith("OH_")
                || name.equals("SESSION_API_KEY")
                || name.equals(ProcessTree.MARK);
    }
}
