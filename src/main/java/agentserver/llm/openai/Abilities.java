package agentserver.llm.openai;

import agentserver.llm.LlmConfig;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// What a model can do: as the configuration says, else as its name suggests.
///
/// A name counts from the start of one of its segments (`openrouter/openai/o3-mini` is an `o3`),
/// never in the middle of a word. Source: contract 09 §4.
record Abilities(
        boolean reasoningEffort,
        boolean samplingParameters,
        boolean promptCache,
        boolean cacheRetention,
        boolean vision,
        boolean plainText,
        boolean replaysReasoning,
        OptionalInt outputTokens) {

    private static final Pattern REASONING = names("o1", "o3", "o4", "gpt-5", "gpt-oss",
            "codex-mini", "kimi-k3");
    private static final Pattern CACHE = names("claude-3-7-sonnet", "claude-sonnet-3-7-latest",
            "claude-3-5-sonnet", "claude-3-5-haiku", "claude-3-haiku-20240307",
            "claude-3-opus-20240229", "claude-sonnet-4", "claude-opus-4", "claude-haiku-4-5",
            "claude-opus-5", "claude-fable-5");
    private static final Pattern RETENTION = names("gpt-5", "gpt-4\\.1");
    private static final Pattern VISION = names("gpt-4o", "gpt-4\\.1", "gpt-5", "o1", "o3", "o4",
            "claude", "gemini", "pixtral", "llava", "kimi-k3", "kimi-k2\\.6", "qwen[^/]*-vl");
    private static final Pattern PLAIN = names("deepseek", "glm", "groq/kimi-k2-instruct",
            "openrouter/minimax");
    private static final Pattern REPLAY = names("kimi-k3", "kimi-k2-thinking", "kimi-k2\\.5",
            "kimi-k2\\.6", "openrouter/minimax-m2", "deepseek/deepseek-reasoner",
            "deepseek/deepseek-v4-pro", "deepseek/deepseek-v4-flash");
    private static final Pattern LONG_ANSWERS = names("claude-3-7-sonnet", "claude-sonnet-4",
            "kimi-k2-thinking");
    private static final Pattern O3 = names("o3");
    private static final int LONG_ANSWER_TOKENS = 64_000;
    private static final int O3_TOKENS = 100_000;

    static Abilities of(LlmConfig config) {
        var model = config.canonicalModel().toLowerCase(Locale.ROOT);
        var reasons = override(config, "supports_reasoning_effort", found(REASONING, model));
        var retention = found(RETENTION, model) && !model.contains("-mini")
                && !model.startsWith("azure/") || model.contains("gpt-5.1-codex-mini");
        var plain = config.prompting().forceStringSerializer();
        var vision = override(config, "supports_vision", found(VISION, model));
        return new Abilities(
                reasons,
                override(config, "supports_sampling_params", !reasons),
                config.prompting().cachingPrompt()
                        && override(config, "supports_prompt_cache", found(CACHE, model)),
                override(config, "supports_prompt_cache_retention", retention),
                vision && !Boolean.TRUE.equals(config.prompting().disableVision()),
                plain == null ? found(PLAIN, model) : plain,
                found(REPLAY, model),
                outputTokens(config, model));
    }

    private static OptionalInt outputTokens(LlmConfig config, String model) {
        var asked = config.sampling().maxOutputTokens();
        if (asked != null) {
            return OptionalInt.of(found(O3, model) ? Math.min(asked, O3_TOKENS) : asked);
        }
        return found(LONG_ANSWERS, model)
                ? OptionalInt.of(LONG_ANSWER_TOKENS) : OptionalInt.empty();
    }

    private static boolean override(LlmConfig config, String name, boolean otherwise) {
        return config.capability().capabilityOverrides().get(name) instanceof Boolean said
                ? said : otherwise;
    }

    private static boolean found(Pattern names, String model) {
        return names.matcher(model).find();
    }

    private static Pattern names(String... names) {
        return Pattern.compile("(^|[/.:])(" + String.join("|", List.of(names)) + ")(?![a-z0-9])");
    }
}
