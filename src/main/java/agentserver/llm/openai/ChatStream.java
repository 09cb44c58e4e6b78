package agentserver.llm.openai;

import agentserver.base.json.Json;
import agentserver.llm.DeltaListener;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts an answer together from the pieces of a stream, and tells a listener of each.
///
/// What comes out has the shape of an answer that was not streamed, so that both are read by the
/// same code. Pieces of tool calls are gathered by their id and their index, else they belong to the last
/// call. Some servers give every call the same index, or none, and no id: then a name, when the call before
/// is complete, begins another.
final class ChatStream {

    private final DeltaListener listener;
    private final StringBuilder content = new StringBuilder();
    private final StringBuilder reasoning = new StringBuilder();
    private final StringBuilder refusal = new StringBuilder();
    private final List<Call> calls = new ArrayList<>();
    private Optional<JsonNode> usage = Optional.empty();
    private String id = "";
    private boolean started;
    private boolean finished;

    ChatStream(DeltaListener listener) {
        this.listener = listener;
    }

    /// Takes in one chunk.
    void add(JsonNode chunk) {
        if (id.isEmpty()) {
            id = chunk.path("id").asText("");
        }
        if (chunk.path("usage").isObject()) {
            usage = Optional.of(chunk.get("usage"));
        }
        for (var choice : chunk.path("choices")) {
            started = true;
            addChoice(choice);
        }
    }

    private void addChoice(JsonNode choice) {
        finished |= choice.path("finish_reason").isTextual();
        var delta = choice.path("delta");
        var text = delta.path("content");
        var said = text.isTextual() || text.isArray()
                ? Optional.of(ChatReply.text(text)) : Optional.<String>empty();
        var thought = ChatReply.reasoning(delta);
        said.ifPresent(content::append);
        thought.ifPresent(reasoning::append);
        refusal.append(ChatReply.text(delta.path("refusal")));
        delta.path("tool_calls").forEach(this::addCall);
        if (said.isPresent() || thought.isPresent()) {
            listener.received(said, thought);
        }
    }

    private void addCall(JsonNode piece) {
        var call = call(piece);
        var function = piece.path("function");
        if (call.id.isEmpty()) {
            call.id = piece.path("id").asText("");
        }
        if (call.name.isEmpty()) {
            call.name = function.path("name").asText("");
        }
        var arguments = function.path("arguments");
        if (arguments.isTextual()) {
            call.arguments.append(arguments.asText());
        } else if (arguments.isObject()) {
            call.arguments.append(arguments);
        }
    }

    private Call call(JsonNode piece) {
        var index = piece.path("index").asInt(-1);
        var callId = piece.path("id").asText("");
        var candidates = calls.reversed().stream()
                .filter(call -> index < 0 || call.index == index).toList();
        return candidates.stream().filter(call -> call.id.equals(callId)).findFirst()
                .or(() -> candidates.stream().findFirst())
                .filter(call -> !isAnother(piece, call))
                .orElseGet(() -> begun(index));
    }

    /// Whether a piece that may belong to a call begins the next one. Another id alone does not tell, where
    /// there is an index: some servers give each piece its own.
    private static boolean isAnother(JsonNode piece, Call call) {
        var callId = piece.path("id").asText("");
        var otherId = !callId.isEmpty() && !call.id.isEmpty() && !callId.equals(call.id);
        var function = piece.path("function");
        if (function.path("name").asText("").isEmpty()) {
            return otherId && (call.index < 0 || call.isComplete());
        }
        var repeated = callId.equals(call.id) && !callId.isEmpty()
                && function.path("arguments").asText("").isEmpty();
        return otherId || !call.name.isEmpty() && !repeated && call.isComplete();
    }

    private Call begun(int index) {
        var call = new Call(index);
        calls.add(call);
        return call;
    }

    /// Whether the model said that it was done.
    boolean finished() {
        return finished;
    }

    /// The whole answer so far.
    JsonNode answer() {
        var nodes = JsonNodeFactory.instance;
        var answer = nodes.objectNode().put("id", id);
        var choices = answer.putArray("choices");
        if (started) {
            var message = choices.addObject().putObject("message");
            message.put("content", content.toString()).put("refusal", refusal.toString());
            message.put("reasoning_content", reasoning.toString());
            var list = message.putArray("tool_calls");
            calls.forEach(call -> list.add(call.json()));
        }
        usage.ifPresent(counted -> answer.set("usage", counted));
        return answer;
    }

    /// A tool call that is being written.
    private static final class Call {
        private final int index;
        private final StringBuilder arguments = new StringBuilder();
        private String id = "";
        private String name = "";

        Call(int index) {
            this.index = index;
        }

        /// Whether the arguments are whole: nothing can follow the end of an object.
        boolean isComplete() {
            if (arguments.isEmpty() || arguments.charAt(arguments.length() - 1) != '}') {
                return false;
            }
            try {
                return Json.lenient().readTree(arguments.toString()).isObject();
            } catch (JsonProcessingException _) {
                return false;
            }
        }

        ObjectNode json() {
            var call = Json.lenient().createObjectNode().put("id", id);
            call.putObject("function").put("name", name).put("arguments", arguments.toString());
            return call;
        }
    }
}
