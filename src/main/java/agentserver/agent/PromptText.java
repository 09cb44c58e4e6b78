package agentserver.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The written parts of the system prompt, each a resource `prompt/<name>.txt` that is one XML-like
/// element. In the order of contract 08 §3, with the variants of a part beside each other.
enum PromptText {
    SOUL,
    ROLE,
    MEMORY,
    MEMORY_TWO_TIERS,
    EFFICIENCY,
    FILES,
    CODE_QUALITY,
    VERSION_CONTROL,
    PULL_REQUESTS,
    WORKFLOW,
    SELF_DOCUMENTATION,
    SECURITY,
    RISK_CLI,
    RISK_SANDBOX,
    BROWSER,
    EXTERNAL_SERVICES,
    ENVIRONMENT,
    TROUBLESHOOTING,
    PROCESSES,
    MODEL_CLAUDE,
    MODEL_GEMINI,
    MODEL_GPT,
    MODEL_GPT5,
    MODEL_GPT5_CODEX;

    private final String text = read(name().toLowerCase(Locale.ROOT));

    String text() {
        return text;
    }

    private static String read(String name) {
        try (var resource = PromptText.class.getResourceAsStream("prompt/" + name + ".txt")) {
            if (resource == null) {
                throw new IllegalStateException("the program lacks its prompt text " + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }
}
