package agentserver.llm.openai;

import agentserver.base.json.Json;
import agentserver.llm.LlmConfig;
import agentserver.llm.LlmRequest;
import agentserver.llm.ToolDeclaration;
import agentserver.llm.openai.Vendor.Trait;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes one chat request, straight from the messages to bytes.
///
/// ```json
/// {"model": "gpt-4.1", "messages": […], "stream": true, "tools": […], "prompt_cache_key": "…",
///  "stream_options": {"include_usage": true}}
/// ```
///
/// Members that are not set are left out, and so is what the vendor or the model is known not to
/// take, unless `drop_params` is off. Members of `litellm_extra_body` win over ours. Source:
/// contract 09 §5.1.
final class ChatRequest {

    /// Members that the extra body can't replace: they are what the caller asked for.
    private static final Set<String> OURS = Set.of("messages", "stream");

    private final LlmConfig config;
    private final Endpoint endpoint;
    private final Abilities abilities;
    private final Vendor vendor;

    ChatRequest(LlmConfig config, Endpoint endpoint) {
        this.config = config;
        this.endpoint = endpoint;
        this.abilities = Abilities.of(config);
        this.vendor = endpoint.vendor();
    }

    byte[] body(LlmRequest request, boolean stream) {
        var bytes = new ByteArrayOutputStream(8_192);
        try (var json = Json.lenient().createGenerator(bytes)) {
            json.writeStartObject();
            var extra = config.litellmExtraBody();
            if (!extra.has("model")) {
                json.writeStringField("model", endpoint.model());
            }
            new ChatMessages(json, config, abilities, vendor).write(request.messages());
            if (stream) {
                json.writeBooleanField("stream", true);
            }
            var parameters = parameters(request, stream);
            parameters.keySet().removeIf(extra::has);
            for (var parameter : parameters.entrySet()) {
                json.writePOJOField(parameter.getKey(), parameter.getValue());
            }
            for (var member : extra.properties()) {
                if (!OURS.contains(member.getKey())) {
                    json.writePOJOField(member.getKey(), member.getValue());
                }
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // bytes in memory: can't happen
        }
        return bytes.toByteArray();
    }

    private Map<String, Object> parameters(LlmRequest request, boolean stream) {
        var parameters = new LinkedHashMap<String, Object>();
        parameters.put("tools", request.tools().stream().map(ChatRequest::tool).toList());
        var sampling = config.sampling();
        parameters.put("top_k", sampling.topK());
        parameters.put("top_p", sampling.topP());
        parameters.put("temperature", sampling.temperature());
        abilities.outputTokens().ifPresent(tokens -> parameters.put(
                vendor.is(Trait.COMPLETION_TOKENS) ? "max_completion_tokens" : "max_tokens",
                tokens));
        if (abilities.reasoningEffort()) {
            parameters.put("reasoning_effort", config.reasoning().reasoningEffort());
        }
        if (abilities.cacheRetention()) {
            parameters.put("prompt_cache_retention", config.reasoning().promptCacheRetention());
        }
        parameters.put("seed", config.seed());
        parameters.put("prompt_cache_key", request.sessionId());
        if (stream) {
            parameters.put("stream_options", Map.of("include_usage", true));
        }
        parameters.values().removeIf(value -> value == null || value.equals(List.of()));
        parameters.keySet().removeAll(refused());
        return parameters;
    }

    /// The parameters that this vendor or model does not take.
    private Set<String> refused() {
        var refused = new HashSet<String>();
        if (!config.transfer().dropParams()) {
            return refused;
        }
        if (!abilities.samplingParameters()) {
            refused.addAll(List.of("temperature", "top_p", "top_k"));
        }
        if (vendor.name().equals("openai") && config.baseUrl().isEmpty()) {
            refused.add("top_k");
        }
        if (!vendor.is(Trait.CACHE_KEY)) {
            refused.addAll(List.of("prompt_cache_key", "prompt_cache_retention"));
        }
        if (vendor.is(Trait.STRICT)) {
            refused.addAll(List.of("stream_options", "top_k", "seed"));
        }
        return refused;
    }

    private static Map<String, Object> tool(ToolDeclaration tool) {
        var function = new LinkedHashMap<String, Object>();
        function.put("name", tool.name());
        function.put("description", tool.description());
        function.put("parameters", tool.parameters());
        var declaration = new LinkedHashMap<String, Object>();
        declaration.put("type", "function");
        declaration.put("function", function);
        return declaration;
    }

    /// The headers beside the content type. The configuration's own win over all of ours.
    Map<String, String> headers(LlmRequest request) {
        var headers = new LinkedHashMap<String, String>();
        endpoint.key().ifPresent(key -> headers.put("Authorization", "Bearer " + key.reveal()));
        if (vendor.is(Trait.TITLE)) {
            putUnlessBlank(headers, "HTTP-Referer", config.openRouter().openrouterSiteUrl());
            putUnlessBlank(headers, "X-Title", config.openRouter().openrouterAppName());
        }
        putUnlessBlank(headers, "x-litellm-session-id", request.sessionId());
        var extra = config.transfer().extraHeaders();
        if (extra != null) {
            var names = new ArrayList<>(headers.keySet());
            extra.forEach((name, value) -> {
                names.stream().filter(name::equalsIgnoreCase).forEach(headers::remove);
                headers.put(name, value);
            });
        }
        return headers;
    }

    private static void putUnlessBlank(Map<String, String> headers, String name, String value) {
        if (!value.isBlank()) {
            headers.put(name, value);
        }
    }
}
