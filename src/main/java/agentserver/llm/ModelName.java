package agentserver.llm;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// A model string taken apart: who is asked for what.
///
/// `openrouter/anthropic/claude-x` is model `anthropic/claude-x` of vendor `openrouter`: only the
/// first segment is cut, and only if a vendor is called so. Source: contract 09 §2.
///
/// @param vendor the vendor's short name, `openai`
/// @param name   the model's name as the vendor knows it
public record ModelName(String vendor, String name) {

    /// Names that everybody gives without a vendor, by their beginnings, and whose they are.
    private static final List<Map.Entry<String, String>> KNOWN = List.of(
            Map.entry("gpt-", "openai"),
            Map.entry("chatgpt-", "openai"),
            Map.entry("o1", "openai"),
            Map.entry("o3", "openai"),
            Map.entry("o4", "openai"),
            Map.entry("codex-", "openai"),
            Map.entry("claude-", "anthropic"),
            Map.entry("gemini-", "vertex_ai"),
            Map.entry("deepseek-", "deepseek"),
            Map.entry("command", "cohere"));

    public ModelName {
        Objects.requireNonNull(vendor, "vendor");
        Objects.requireNonNull(name, "name");
    }

    /// The vendor and model that `config` means; empty when nobody can tell.
    ///
    /// @param served   whether somebody is there to talk with a vendor
    /// @param vendorAt whose host it is, for a model without a vendor at a base address
    static Optional<ModelName> of(
            LlmConfig config,
            Predicate<String> served,
            Function<String, Optional<String>> vendorAt) {
        var model = config.model().strip();
        var slash = model.indexOf('/');
        if (slash > 0 && served.test(model.substring(0, slash))) {
            return Optional.of(
                    new ModelName(model.substring(0, slash), model.substring(slash + 1)));
        }
        return known(model)
                .filter(_ -> slash < 0)
                .or(() -> config.baseUrl().flatMap(ModelName::host).flatMap(vendorAt))
                .map(vendor -> new ModelName(vendor, model));
    }

    private static Optional<String> known(String model) {
        return KNOWN.stream()
                .filter(entry -> model.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Optional<String> host(String baseUrl) {
        try {
            return Optional.ofNullable(URI.create(baseUrl).getHost());
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // not an address; whoever uses it as one will say so
        }
    }
}
