package agentserver.agent;

import java.util.Locale;
import java.util.Optional;

/// The makers' families of models that get a note of their own in the prompt. Source: contract 08 §3.
enum ModelFamily {
    ANTHROPIC_CLAUDE,
    GOOGLE_GEMINI,
    OPENAI_GPT;

    /// The family of a model, by what its name contains.
    static Optional<ModelFamily> of(String model) {
        var name = model.toLowerCase(Locale.ROOT);
        if (name.contains("claude") || name.contains("anthropic")) {
            return Optional.of(ANTHROPIC_CLAUDE);
        }
        if (name.contains("gemini")) {
            return Optional.of(GOOGLE_GEMINI);
        }
        return name.contains("gpt-") ? Optional.of(OPENAI_GPT) : Optional.empty();
    }

    /// The family of a prompt variable, `anthropic_claude`.
    static Optional<ModelFamily> named(String name) {
        for (var family : values()) {
            if (family.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }

    /// The note for a model of this family.
    ///
    /// @param variant `gpt-5`, `gpt-5-codex`, or anything else for none
    PromptText note(String variant) {
        return switch (this) {
            case ANTHROPIC_CLAUDE -> PromptText.MODEL_CLAUDE;
            case GOOGLE_GEMINI -> PromptText.MODEL_GEMINI;
            case OPENAI_GPT -> switch (variant) {
                case "gpt-5-codex" -> PromptText.MODEL_GPT5_CODEX;
                case "gpt-5" -> PromptText.MODEL_GPT5;
                default -> PromptText.MODEL_GPT;
            };
        };
    }

    /// The variant that a model's name tells, or an empty text.
    static String variantOf(String model) {
        var name = model.toLowerCase(Locale.ROOT);
        if (!name.contains("gpt-5")) {
            return "";
        }
        return name.contains("codex") ? "gpt-5-codex" : "gpt-5";
    }
}
