package agentserver.llm.openai;

import agentserver.llm.Content;
import agentserver.llm.LlmConfig;
import agentserver.llm.LlmReply;
import agentserver.llm.Message;
import agentserver.llm.MessageToolCall;
import agentserver.llm.Role;
import agentserver.llm.TextContent;
import agentserver.llm.TokenUsage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/// Reads a complete answer, forgivingly: servers differ in what they leave out and how they call
/// things.
///
/// ```json
/// {"id": "chatcmpl-1", "choices": [{"finish_reason": "tool_calls", "message": {
///   "role": "assistant", "content": "…", "tool_calls": [
///     {"id": "call_1", "function": {"name": "f", "arguments": "{}"}}]}}],
///  "usage": {"prompt_tokens": 100, "completion_tokens": 20}}
/// ```
final class ChatReply {

    private final LlmConfig config;

    ChatReply(LlmConfig config) {
        this.config = config;
    }

    /// The reply in `answer`; empty when it holds no choice, which is worth another try.
    Optional<LlmReply> read(JsonNode answer, Optional<Double> cost) {
        var message = answer.path("choices").path(0).path("message");
        if (!message.isObject()) {
            return Optional.empty();
        }
        var id = answer.path("id").asText("");
        var shownId = id.isEmpty() ? "chatcmpl-" + UUID.randomUUID() : id;
        return Optional.of(new LlmReply(shownId, message(message),
                usage(answer.path("usage"), shownId), cost, Duration.ZERO));
    }

    private static Message message(JsonNode message) {
        var text = text(message.path("content"));
        var said = text.isEmpty() ? text(message.path("refusal")) : text;
        var content = said.isEmpty() ? List.<Content>of() : List.<Content>of(TextContent.of(said));
        var calls = calls(message.path("tool_calls"));
        return new Message(Role.ASSISTANT, content, calls.isEmpty() ? null : calls, null, null,
                reasoning(message).filter(thoughts -> !thoughts.isEmpty()).orElse(null),
                List.of(), null);
    }

    /// A text, or the texts of a list of parts.
    static String text(JsonNode content) {
        if (content.isArray()) {
            return StreamSupport.stream(content.spliterator(), false)
                    .map(part -> part.isTextual() ? part.asText() : part.path("text").asText(""))
                    .collect(Collectors.joining());
        }
        return content.isTextual() ? content.asText() : "";
    }

    /// The model's thoughts, under the names that servers give them.
    static Optional<String> reasoning(JsonNode message) {
        return List.of("reasoning_content", "reasoning").stream()
                .map(message::path)
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .findFirst();
    }

    /// The calls, each with an id of its own: by it alone a result finds its call.
    private static List<MessageToolCall> calls(JsonNode calls) {
        var read = new ArrayList<MessageToolCall>();
        var ids = new HashSet<String>();
        for (var call : calls) {
            var function = call.path("function");
            var name = function.path("name").asText("");
            if (!name.isEmpty()) {
                var id = call.path("id").asText("");
                read.add(MessageToolCall.completion(
                        !id.isEmpty() && ids.add(id) ? id : freshCallId(), name,
                        arguments(function.path("arguments"))));
            }
        }
        return read;
    }

    private static String freshCallId() {
        return "call_" + UUID.randomUUID().toString().replace("-", "");
    }

    /// Arguments are JSON in a text; some servers send the JSON itself.
    private static String arguments(JsonNode arguments) {
        if (arguments.isMissingNode() || arguments.isNull()) {
            return "";
        }
        return arguments.isTextual() ? arguments.asText() : arguments.toString();
    }

    private TokenUsage usage(JsonNode usage, String replyId) {
        var prompt = count(usage, "prompt_tokens", "input_tokens");
        var completion = count(usage, "completion_tokens", "output_tokens");
        var promptDetails = either(usage, "prompt_tokens_details", "input_tokens_details");
        var outputDetails = either(usage, "completion_tokens_details", "output_tokens_details");
        var cached = promptDetails.has("cached_tokens")
                ? count(promptDetails, "cached_tokens")
                : count(usage, "cached_tokens", "prompt_cache_hit_tokens",
                        "cache_read_input_tokens");
        var written = Math.max(count(usage, "cache_creation_input_tokens"),
                count(promptDetails, "cache_creation_tokens", "cache_write_tokens"));
        return new TokenUsage(config.model(), prompt, completion, cached, written,
                count(outputDetails, "reasoning_tokens"), config.contextWindow(),
                prompt + completion, replyId);
    }

    private static JsonNode either(JsonNode node, String first, String second) {
        var found = node.path(first).isObject() ? node.path(first) : node.path(second);
        return found.isObject() ? found : MissingNode.getInstance();
    }

    private static long count(JsonNode node, String... names) {
        for (var name : names) {
            if (node.path(name).isNumber()) {
                return node.path(name).asLong();
            }
        }
        return 0;
    }
}
