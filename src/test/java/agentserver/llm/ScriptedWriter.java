package agentserver.llm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/// Writes a scripted reply as chat completions do: whole, or as a stream of small pieces.
final class ScriptedWriter {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TEXT_PIECE = 5;
    private static final int ARGUMENT_PIECE = 7;

    private final String model;
    private final int number;
    private final StringBuilder events = new StringBuilder();

    ScriptedWriter(String model, int number) {
        this.model = model;
        this.number = number;
    }

    String whole(ScriptedReply reply) {
        var answer = answer("chat.completion");
        var choice = answer.putArray("choices").addObject().put("index", 0);
        var message = choice.putObject("message").put("role", "assistant");
        message.put("content", reply.text().isEmpty() ? null : reply.text());
        if (!reply.reasoning().isEmpty()) {
            message.put("reasoning_content", reply.reasoning());
        }
        for (int i = 0; i < reply.calls().size(); i++) {
            var call = reply.calls().get(i);
            call(message.withArray("tool_calls").addObject(), i)
                    .put("name", call.tool()).put("arguments", call.arguments());
        }
        choice.put("finish_reason", reply.calls().isEmpty() ? "stop" : "tool_calls");
        reply.usage().ifPresent(usage -> answer.set("usage", usage(usage)));
        return answer.toString();
    }

    String stream(ScriptedReply reply) {
        delta(delta -> delta.put("role", "assistant").put("content", ""));
        pieces(reply.reasoning(), TEXT_PIECE, piece ->
                delta(delta -> delta.put("reasoning_content", piece)));
        pieces(reply.text(), TEXT_PIECE, piece -> delta(delta -> delta.put("content", piece)));
        for (int i = 0; i < reply.calls().size(); i++) {
            var index = i;
            var call = reply.calls().get(i);
            delta(delta -> call(
                    delta.withArray("tool_calls").addObject().put("index", index), index)
                    .put("name", call.tool()).put("arguments", ""));
            pieces(call.arguments(), ARGUMENT_PIECE, piece -> delta(delta ->
                    delta.withArray("tool_calls").addObject().put("index", index)
                            .putObject("function").put("arguments", piece)));
        }
        var last = answer("chat.completion.chunk");
        last.putArray("choices").addObject().put("index", 0)
                .put("finish_reason", reply.calls().isEmpty() ? "stop" : "tool_calls")
                .putObject("delta");
        event(last);
        reply.usage().ifPresent(usage -> {
            var counted = answer("chat.completion.chunk");
            counted.putArray("choices");
            event(counted.set("usage", usage(usage)));
        });
        return events.append("data: [DONE]\n\n").toString();
    }

    private ObjectNode answer(String object) {
        return JSON.createObjectNode().put("id", "chatcmpl-%08d".formatted(number))
                .put("object", object).put("created", 1_767_225_600).put("model", model);
    }

    private ObjectNode call(ObjectNode call, int index) {
        return call.put("id", "call_%08d_%d".formatted(number, index))
                .put("type", "function").putObject("function");
    }

    private static JsonNode usage(ScriptedReply.Usage usage) {
        var counts = JSON.createObjectNode()
                .put("prompt_tokens", usage.prompt())
                .put("completion_tokens", usage.completion())
                .put("total_tokens", usage.prompt() + usage.completion());
        counts.putObject("prompt_tokens_details").put("cached_tokens", usage.cached());
        return counts;
    }

    private void delta(Consumer<ObjectNode> content) {
        var chunk = answer("chat.completion.chunk");
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        content.accept(choice.putObject("delta"));
        choice.putNull("finish_reason");
        event(chunk);
    }

    private void event(JsonNode chunk) {
        events.append("data: ").append(chunk).append("\n\n");
    }

    private static void pieces(String text, int length, Consumer<String> each) {
        for (int i = 0; i < text.length(); i += length) {
            each.accept(text.substring(i, Math.min(text.length(), i + length)));
        }
    }
}
