package agentserver.llm.openai;

import agentserver.base.json.Json;
import agentserver.llm.DeltaListener;
import agentserver.llm.LlmConfig;
import agentserver.llm.LlmFailure;
import agentserver.llm.LlmFailure.Kind;
import agentserver.llm.LlmProvider;
import agentserver.llm.LlmReply;
import agentserver.llm.LlmRequest;
import agentserver.llm.ModelAnswer;
import agentserver.llm.ModelHttp;
import agentserver.llm.ModelName;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Speaks chat completions with every vendor in the list of this room.
///
/// Refused, because not part of this dialect: tools described in the prompt (`native_tool_calling`
/// false while tools are there), the Responses API (`api_mode` `responses`), and ChatGPT
/// subscriptions.
public final class OpenAiProvider implements LlmProvider {

    private static final int MAX_CHARS = 10_000_000;

    private final ModelHttp http;
    private final Map<String, String> environment;

    /// @param environment where keys and addresses may stand that the configuration leaves out
    public OpenAiProvider(ModelHttp http, Map<String, String> environment) {
        this.http = http;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public boolean serves(String vendor) {
        return Vendors.named(vendor).isPresent();
    }

    @Override
    public Optional<String> vendorAt(String host) {
        return Vendors.at(host).map(Vendor::name);
    }

    @Override
    public LlmReply ask(
            ModelName model, LlmConfig config, LlmRequest request, Optional<DeltaListener> listener)
            throws InterruptedException {
        checkDialect(model, config, request);
        var endpoint = Endpoint.of(model, config, environment);
        var chat = new ChatRequest(config, endpoint);
        var call = new ModelHttp.Call(endpoint.vendor().name(), endpoint.address(),
                chat.headers(request), chat.body(request, listener.isPresent()), config.timeout());
        try (var answer = http.post(call)) {
            if (answer.status() / 100 != 2) {
                throw ChatFailure.of(answer, endpoint);
            }
            var cost = answer.header("x-litellm-response-cost").flatMap(OpenAiProvider::price);
            var body = listener.isPresent() && isStream(answer)
                    ? streamed(answer, endpoint, listener.get())
                    : whole(answer, endpoint, listener);
            return checked(endpoint, new ChatReply(config).read(body, cost)
                    .orElseThrow(() -> silent(endpoint, "The answer holds no choice.")));
        }
    }

    private static void checkDialect(ModelName model, LlmConfig config, LlmRequest request) {
        if (!config.prompting().nativeToolCalling() && !request.tools().isEmpty()) {
            throw refused(model, "native_tool_calling must be true: tools described in the prompt"
                    + " are not supported");
        }
        if (config.capability().apiMode().equals("responses")) {
            throw refused(model, "api_mode must be auto or chat: the Responses API is not"
                    + " supported");
        }
        if (config.subscription()) {
            throw refused(model, "auth_type must be api_key: subscriptions are not supported");
        }
    }

    private static boolean isStream(ModelAnswer answer) {
        return answer.header("content-type")
                .map(type -> !type.startsWith("application/json")).orElse(true);
    }

    private static JsonNode streamed(ModelAnswer answer, Endpoint endpoint, DeltaListener listener)
            throws InterruptedException {
        var events = new SseReader(answer);
        var stream = new ChatStream(listener);
        while (true) {
            var data = events.next().map(String::strip);
            if (data.isEmpty() && !stream.finished()) {
                throw silent(endpoint, "The stream ended before the answer did.");
            }
            if (data.isEmpty() || data.get().equals("[DONE]")) {
                answer.drain();
                return stream.answer();
            }
            stream.add(parsed(data.get(), endpoint));
        }
    }

    /// An answer in one piece. A listener hears it at once: servers that don't stream answer so.
    private static JsonNode whole(
            ModelAnswer answer, Endpoint endpoint, Optional<DeltaListener> listener)
            throws InterruptedException {
        var body = parsed(answer.all(), endpoint);
        var text = ChatReply.text(body.path("choices").path(0).path("message").path("content"));
        if (!text.isEmpty()) {
            listener.ifPresent(heard -> heard.received(Optional.of(text), Optional.empty()));
        }
        return body;
    }

    /// A reply becomes events, which have to be read again. A longer one would not become shorter when it
    /// is asked for, and paid for, again.
    private static LlmReply checked(Endpoint endpoint, LlmReply reply) {
        var said = reply.message();
        long chars = said.text().length();
        chars += said.reasoningContent() == null ? 0 : said.reasoningContent().length();
        if (said.toolCalls() != null) {
            chars += said.toolCalls().stream().mapToLong(call -> call.arguments().length()).sum();
        }
        if (chars > MAX_CHARS) {
            throw tooLong(endpoint);
        }
        return reply;
    }

    private static JsonNode parsed(String json, Endpoint endpoint) {
        return parsed(json.getBytes(StandardCharsets.UTF_8), endpoint);
    }

    private static JsonNode parsed(byte[] json, Endpoint endpoint) {
        JsonNode body;
        try {
            body = Json.lenient().readTree(json);
        } catch (StreamConstraintsException _) { // a text of 20 M characters, far beyond ours
            throw tooLong(endpoint);
        } catch (IOException _) {
            throw silent(endpoint, "The answer is not JSON.");
        }
        var error = body.path("error");
        if (error.isObject() || error.isTextual()) {
            throw ChatFailure.of(error, endpoint);
        }
        return body;
    }

    private static Optional<Double> price(String header) {
        try {
            return Optional.of(Double.parseDouble(header))
                    .filter(cost -> Double.isFinite(cost) && cost >= 0);
        } catch (NumberFormatException _) {
            return Optional.empty(); // a proxy that does not know the price
        }
    }

    private static LlmFailure tooLong(Endpoint endpoint) {
        return new LlmFailure(Kind.BAD_REQUEST, endpoint.vendor().name(), "The answer has more than "
                + MAX_CHARS + " characters, or is nested too deeply");
    }

    private static LlmFailure silent(Endpoint endpoint, String message) {
        return new LlmFailure(Kind.NO_RESPONSE, endpoint.vendor().name(), message);
    }

    private static LlmFailure refused(ModelName model, String message) {
        return new LlmFailure(Kind.BAD_REQUEST, model.vendor(), message);
    }
}
