package agentserver.llm;

import agentserver.base.json.Rules;
import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import agentserver.base.json.SchemaName;
import agentserver.base.json.WhenAbsent;
import agentserver.base.secret.Secret;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Which model to ask, where, and how: the `llm` of an agent.
///
/// ```json
/// {"model": "openai/gpt-4.1", "api_key": "…", "base_url": null, "num_retries": 5, "timeout": 300,
///  "stream": false, "reasoning_effort": "high", "usage_id": "default", …}
/// ```
///
/// On the wire it is one flat object of some fifty members; here they stand in groups, in the same
/// order. A missing member has the default that stands beside its component; unknown members are
/// ignored, and so is `is_subscription`, which is computed. An existing configuration is valid and
/// normalised: the model is named, an OpenAI base address that says nothing is dropped, Azure has
/// an API version.
///
/// A broken rule is a [Fault.Invalid] whose locations are relative to this object. Immutable.
/// Source: contract 09 §1.
@JsonIgnoreProperties(ignoreUnknown = true)
@SchemaName("LLM")
public record LlmConfig(
        @JsonUnwrapped Access access,
        @JsonUnwrapped Aws aws,
        @JsonUnwrapped OpenRouter openRouter,
        @JsonUnwrapped Patience patience,
        @JsonUnwrapped Sampling sampling,
        @JsonUnwrapped Capability capability,
        @JsonUnwrapped Transfer transfer,
        @JsonUnwrapped Prompting prompting,
        @JsonUnwrapped Reasoning reasoning,
        Integer seed,
        @WhenAbsent("\"default\"") String usageId,
        ObjectNode litellmExtraBody) {

    /// Who is asked, and with which key. All but `model` and `authType` may be null.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Access(
            String model,
            Secret apiKey,
            String providerConnectionId,
            @WhenAbsent("\"api_key\"") String authType,
            String subscriptionVendor,
            String baseUrl,
            String apiVersion) {

        public Access {
            if (model == null || model.isBlank()) {
                throw Fault.invalid(Violation.value(List.of(), "model must be specified in LLM"));
            }
            authType = Objects.requireNonNullElse(authType, "api_key");
            new Rules()
                    .oneOf("auth_type", authType, List.of("api_key", "subscription"))
                    .oneOf("subscription_vendor", subscriptionVendor, List.of("openai"))
                    .check();
            if (authType.equals("subscription") && subscriptionVendor == null) {
                subscriptionVendor = "openai";
            }
            if (model.startsWith("openai/") && isOpenAiItself(baseUrl)) {
                baseUrl = null;
            }
            if (model.startsWith("azure") && apiVersion == null) {
                apiVersion = "2024-12-01-preview";
            }
        }

        private static boolean isOpenAiItself(String baseUrl) {
            return "https://api.openai.com".equals(baseUrl)
                    || "https://api.openai.com/".equals(baseUrl);
        }

        Access withModel(String model) {
            return new Access(model, apiKey, providerConnectionId, authType, subscriptionVendor,
                    baseUrl, apiVersion);
        }

        Access withAddress(String baseUrl, Secret apiKey) {
            return new Access(model, apiKey, providerConnectionId, authType, subscriptionVendor,
                    baseUrl, apiVersion);
        }
    }

    /// Credentials and places of Amazon's cloud; each may be null.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Aws(
            Secret awsAccessKeyId,
            Secret awsSecretAccessKey,
            Secret awsSessionToken,
            String awsRegionName,
            String awsProfileName,
            String awsRoleName,
            String awsSessionName,
            String awsBedrockRuntimeEndpoint) {}

    /// How we introduce ourselves to routers of models.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record OpenRouter(
            @WhenAbsent("\"https://docs.all-hands.dev/\"") String openrouterSiteUrl,
            @WhenAbsent("\"OpenHands\"") String openrouterAppName) {

        public OpenRouter {
            openrouterSiteUrl = Objects.requireNonNullElse(openrouterSiteUrl, "");
            openrouterAppName = Objects.requireNonNullElse(openrouterAppName, "");
        }
    }

    /// How often and how long to try. `numRetries` counts all attempts, 0 and 1 mean one; the waits
    /// and `timeout` are seconds; a `timeout` of null or 0 means no limit.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Patience(
            @WhenAbsent("5") int numRetries,
            @WhenAbsent("8.0") double retryMultiplier,
            @WhenAbsent("8") int retryMinWait,
            @WhenAbsent("64") int retryMaxWait,
            @WhenAbsent("300") Integer timeout) {

        public Patience {
            new Rules()
                    .atLeast("num_retries", numRetries, 0)
                    .atLeast("retry_multiplier", retryMultiplier, 0)
                    .atLeast("retry_min_wait", retryMinWait, 0)
                    .atLeast("retry_max_wait", retryMaxWait, 0)
                    .atLeast("timeout", timeout, 0)
                    .check();
        }
    }

    /// What is drawn from the model and how much goes in and out; only `maxMessageChars` is never
    /// null.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Sampling(
            @WhenAbsent("30000") int maxMessageChars,
            Double temperature,
            Double topP,
            Double topK,
            Integer maxInputTokens,
            Integer maxOutputTokens) {

        public Sampling {
            new Rules()
                    .atLeast("max_message_chars", maxMessageChars, 1)
                    .atLeast("temperature", temperature, 0)
                    .atLeast("top_p", topP, 0)
                    .atMost("top_p", topP, 1)
                    .atLeast("top_k", topK, 0)
                    .atLeast("max_input_tokens", maxInputTokens, 1)
                    .atLeast("max_output_tokens", maxOutputTokens, 1)
                    .check();
        }
    }

    /// What the model can do, where its name does not say so. `modelCanonicalName` may be null; the
    /// overrides are booleans and texts.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Capability(
            String modelCanonicalName,
            @WhenAbsent("\"auto\"") String apiMode,
            Map<String, Object> capabilityOverrides) {

        public Capability {
            apiMode = Objects.requireNonNullElse(apiMode, "auto");
            new Rules().oneOf("api_mode", apiMode, List.of("auto", "chat", "responses")).check();
            capabilityOverrides = capabilityOverrides == null ? Map.of()
                    : Collections.unmodifiableMap(new LinkedHashMap<>(capabilityOverrides));
        }
    }

    /// Headers, prices (per token) and manner of the transfer; the first four may be null.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Transfer(
            Map<String, String> extraHeaders,
            Double inputCostPerToken,
            Double outputCostPerToken,
            String ollamaBaseUrl,
            @WhenAbsent("false") boolean stream,
            @WhenAbsent("true") boolean dropParams,
            @WhenAbsent("true") boolean modifyParams) {

        public Transfer {
            new Rules()
                    .atLeast("input_cost_per_token", inputCostPerToken, 0)
                    .atLeast("output_cost_per_token", outputCostPerToken, 0)
                    .check();
            extraHeaders = extraHeaders == null
                    ? null : Collections.unmodifiableMap(new LinkedHashMap<>(extraHeaders));
        }

        Transfer withStream(boolean stream) {
            return new Transfer(extraHeaders, inputCostPerToken, outputCostPerToken, ollamaBaseUrl,
                    stream, dropParams, modifyParams);
        }
    }

    /// How prompts are made; the boxed ones and `customTokenizer` may be null, meaning "as the
    /// model needs".
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Prompting(
            Boolean disableVision,
            @WhenAbsent("false") Boolean disableStopWord,
            @WhenAbsent("true") boolean cachingPrompt,
            @WhenAbsent("false") boolean logCompletions,
            @WhenAbsent("\"logs/completions\"") String logCompletionsFolder,
            String customTokenizer,
            @WhenAbsent("true") boolean nativeToolCalling,
            Boolean forceStringSerializer,
            Boolean inlineImageUrls) {

        public Prompting {
            logCompletionsFolder =
                    Objects.requireNonNullElse(logCompletionsFolder, "logs/completions");
        }
    }

    /// How much the model thinks; all but the flag may be null. Any effort is passed on: vendors
    /// add some.
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Reasoning(
            @WhenAbsent("\"high\"") String reasoningEffort,
            String reasoningSummary,
            @WhenAbsent("true") boolean enableEncryptedReasoning,
            @WhenAbsent("\"24h\"") String promptCacheRetention,
            @WhenAbsent("200000") Integer extendedThinkingBudget) {

        public Reasoning {
            new Rules()
                    .oneOf("reasoning_summary", reasoningSummary,
                            List.of("auto", "concise", "detailed"))
                    .check();
        }
    }

    public LlmConfig {
        usageId = Objects.requireNonNullElse(usageId, "default");
        litellmExtraBody = litellmExtraBody == null
                ? JsonNodeFactory.instance.objectNode() : litellmExtraBody.deepCopy();
    }

    /// Whether a user's ChatGPT subscription is used instead of a key.
    @JsonProperty("is_subscription")
    public boolean subscription() {
        return access.authType().equals("subscription");
    }

    /// The model string, `openai/gpt-4.1`.
    public String model() {
        return access.model();
    }

    public Optional<Secret> apiKey() {
        return Optional.ofNullable(access.apiKey());
    }

    /// The address that replaces the vendor's own; a blank one is none.
    public Optional<String> baseUrl() {
        return Optional.ofNullable(access.baseUrl()).filter(url -> !url.isBlank());
    }

    public boolean stream() {
        return transfer.stream();
    }

    /// The name by which capabilities are looked up.
    public String canonicalModel() {
        return Objects.requireNonNullElse(capability.modelCanonicalName(), model());
    }

    /// The longest wait for the model; empty when there is no limit.
    public Optional<Duration> timeout() {
        return Optional.ofNullable(patience.timeout())
                .filter(seconds -> seconds > 0)
                .map(Duration::ofSeconds);
    }

    /// The tokens that fit the model, as far as anybody said; 0 when unknown.
    public int contextWindow() {
        return Objects.requireNonNullElse(sampling.maxInputTokens(), 0);
    }

    public LlmConfig withModel(String model) {
        return with(access.withModel(model), sampling, transfer, usageId);
    }

    public LlmConfig withUsageId(String usageId) {
        return with(access, sampling, transfer, usageId);
    }

    public LlmConfig withStream(boolean stream) {
        return with(access, sampling, transfer.withStream(stream), usageId);
    }

    /// The same model at another address: what a stored provider connection gives.
    public LlmConfig withAddress(Optional<String> baseUrl, Optional<Secret> apiKey) {
        return with(access.withAddress(baseUrl.orElse(null), apiKey.orElse(null)),
                sampling, transfer, usageId);
    }

    public LlmConfig withTemperature(double temperature) {
        var warmer = new Sampling(sampling.maxMessageChars, temperature, sampling.topP,
                sampling.topK, sampling.maxInputTokens, sampling.maxOutputTokens);
        return with(access, warmer, transfer, usageId);
    }

    private LlmConfig with(Access access, Sampling sampling, Transfer transfer, String usageId) {
        return new LlmConfig(access, aws, openRouter, patience, sampling, capability, transfer,
                prompting, reasoning, seed, usageId, litellmExtraBody);
    }
}
