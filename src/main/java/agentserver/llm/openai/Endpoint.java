package agentserver.llm.openai;

import agentserver.base.secret.Secret;
import agentserver.llm.LlmConfig;
import agentserver.llm.LlmFailure;
import agentserver.llm.LlmFailure.Kind;
import agentserver.llm.ModelName;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where one request goes, and with which key. What the configuration says comes before the
/// environment, and that before what the vendor publishes.
///
/// @param model the model's name as this vendor wants it
record Endpoint(Vendor vendor, String model, String address, Optional<Secret> key) {

    private static final String PATH = "/chat/completions";

    /// @throws LlmFailure when an address or a key is missing that the vendor needs
    static Endpoint of(ModelName model, LlmConfig config, Map<String, String> environment) {
        var vendor = Vendors.named(model.vendor()).orElseThrow();
        var own = config.baseUrl().or(() -> first(vendor.baseNames(), environment));
        var base = own.or(vendor::base).orElseThrow(() -> new LlmFailure(Kind.BAD_REQUEST,
                vendor.name(), "models of " + vendor.name() + " need base_url, the address of"
                        + " the server that runs them"));
        var key = config.apiKey()
                .or(() -> first(vendor.keyNames(), environment).flatMap(Secret::of));
        if (key.isEmpty() && own.isEmpty()) {
            throw new LlmFailure(Kind.AUTHENTICATION, vendor.name(), "api key is missing: set"
                    + " api_key" + vendor.keyNames().stream().findFirst()
                            .map(name -> " or the environment variable " + name).orElse(""));
        }
        return new Endpoint(vendor, name(vendor, model.name()), address(vendor, base), key);
    }

    private static String name(Vendor vendor, String model) {
        return vendor.name().equals("fireworks_ai") && !model.contains("/")
                ? "accounts/fireworks/models/" + model : model;
    }

    private static String address(Vendor vendor, String base) {
        var query = base.indexOf('?');
        var plain = query < 0 ? base : base.substring(0, query);
        while (plain.endsWith("/")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        if (vendor.name().equals("mistral") && !plain.endsWith("/v1")) {
            plain += "/v1";
        }
        var path = plain.endsWith(PATH) ? "" : PATH;
        return plain.strip() + path + (query < 0 ? "" : base.substring(query));
    }

    private static Optional<String> first(List<String> names, Map<String, String> environment) {
        return names.stream()
                .map(name -> environment.getOrDefault(name, ""))
                .filter(value -> !value.isBlank())
                .findFirst();
    }
}
