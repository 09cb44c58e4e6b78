package agentserver.llm.openai;

import static agentserver.llm.openai.Vendor.Trait.CACHE_KEY;
import static agentserver.llm.openai.Vendor.Trait.COMPLETION_TOKENS;
import static agentserver.llm.openai.Vendor.Trait.GATEWAY;
import static agentserver.llm.openai.Vendor.Trait.STRICT;
import static agentserver.llm.openai.Vendor.Trait.TITLE;

import agentserver.llm.openai.Vendor.Trait;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The vendors that speak like OpenAI: one line each. Source: contract 09 §3.
final class Vendors {

    private static final String PROXY = "https://llm-proxy.app.all-hands.dev";

    private static final List<Vendor> ALL = List.of(
            vendor("openai", "OPENAI_API_KEY", "OPENAI_BASE_URL OPENAI_API_BASE",
                    "https://api.openai.com/v1", CACHE_KEY, COMPLETION_TOKENS),
            vendor("openrouter", "OPENROUTER_API_KEY", "OPENROUTER_API_BASE",
                    "https://openrouter.ai/api/v1", CACHE_KEY, COMPLETION_TOKENS, TITLE, GATEWAY),
            vendor("litellm_proxy", "LITELLM_PROXY_API_KEY", "LITELLM_PROXY_API_BASE",
                    "", CACHE_KEY, COMPLETION_TOKENS, TITLE, GATEWAY),
            vendor("openhands", "", "", PROXY, CACHE_KEY, COMPLETION_TOKENS, TITLE, GATEWAY),
            vendor("hosted_vllm", "HOSTED_VLLM_API_KEY", "HOSTED_VLLM_API_BASE",
                    "", COMPLETION_TOKENS),
            vendor("lm_studio", "LM_STUDIO_API_KEY", "LM_STUDIO_API_BASE", ""),
            vendor("deepseek", "DEEPSEEK_API_KEY", "DEEPSEEK_API_BASE",
                    "https://api.deepseek.com/beta"),
            vendor("mistral", "MISTRAL_API_KEY", "MISTRAL_API_BASE",
                    "https://api.mistral.ai/v1", STRICT),
            vendor("groq", "GROQ_API_KEY", "GROQ_API_BASE",
                    "https://api.groq.com/openai/v1", COMPLETION_TOKENS),
            vendor("xai", "XAI_API_KEY", "XAI_API_BASE", "https://api.x.ai/v1", COMPLETION_TOKENS),
            vendor("moonshot", "MOONSHOT_API_KEY", "MOONSHOT_API_BASE",
                    "https://api.moonshot.ai/v1"),
            vendor("minimax", "MINIMAX_API_KEY", "MINIMAX_API_BASE", "https://api.minimax.io/v1"),
            vendor("zai", "ZAI_API_KEY", "ZAI_API_BASE", "https://api.z.ai/api/paas/v4"),
            vendor("dashscope", "DASHSCOPE_API_KEY", "DASHSCOPE_API_BASE",
                    "https://dashscope-intl.aliyuncs.com/compatible-mode/v1"),
            vendor("together_ai", "TOGETHERAI_API_KEY TOGETHER_API_KEY", "",
                    "https://api.together.xyz/v1"),
            vendor("fireworks_ai", "FIREWORKS_API_KEY FIREWORKS_AI_API_KEY", "FIREWORKS_API_BASE",
                    "https://api.fireworks.ai/inference/v1"),
            vendor("cerebras", "CEREBRAS_API_KEY", "",
                    "https://api.cerebras.ai/v1", COMPLETION_TOKENS),
            vendor("sambanova", "SAMBANOVA_API_KEY", "", "https://api.sambanova.ai/v1"),
            vendor("nvidia_nim", "NVIDIA_NIM_API_KEY", "", "https://integrate.api.nvidia.com/v1"),
            vendor("deepinfra", "DEEPINFRA_API_KEY", "", "https://api.deepinfra.com/v1/openai"),
            vendor("perplexity", "PERPLEXITYAI_API_KEY", "", "https://api.perplexity.ai"),
            vendor("nebius", "NEBIUS_API_KEY", "", "https://api.studio.nebius.ai/v1"),
            vendor("novita", "NOVITA_API_KEY", "", "https://api.novita.ai/v3/openai"),
            vendor("huggingface", "HF_TOKEN", "", "https://router.huggingface.co/v1"),
            vendor("vercel_ai_gateway", "VERCEL_AI_GATEWAY_API_KEY", "",
                    "https://ai-gateway.vercel.sh/v1"),
            vendor("volcengine", "VOLCENGINE_API_KEY", "",
                    "https://ark.cn-beijing.volces.com/api/v3"),
            vendor("github", "GITHUB_API_KEY", "", "https://models.inference.ai.azure.com"));

    private Vendors() {}

    static Optional<Vendor> named(String name) {
        return ALL.stream().filter(vendor -> vendor.name().equals(name)).findFirst();
    }

    static Optional<Vendor> at(String host) {
        return ALL.stream()
                .filter(vendor -> vendor.base()
                        .map(base -> URI.create(base).getHost().equals(host)).orElse(false))
                .findFirst();
    }

    private static Vendor vendor(
            String name, String keyNames, String baseNames, String base, Trait... traits) {
        return new Vendor(name, words(keyNames), words(baseNames),
                Optional.of(base).filter(url -> !url.isEmpty()), Set.of(traits));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
