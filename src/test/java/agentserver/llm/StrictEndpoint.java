package agentserver.llm;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/// A script for a [ScriptedLlm] that refuses, as vendors do, a history in which a message with calls is
/// not directly followed by one result for each of them, and by no other.
public final class StrictEndpoint implements Function<ScriptedLlm.Request, ScriptedReply> {

    private final Queue<ScriptedReply> left;

    public StrictEndpoint(ScriptedReply... answers) {
        left = new ConcurrentLinkedQueue<>(List.of(answers));
    }

    @Override
    public ScriptedReply apply(ScriptedLlm.Request request) {
        return complaint(request.body().path("messages"))
                .map(text -> ScriptedReply.failure(400, text))
                .or(() -> Optional.ofNullable(left.poll()))
                .orElseGet(() -> ScriptedReply.failure(400, "the script has run out"));
    }

    private static Optional<String> complaint(JsonNode messages) {
        var open = new HashSet<String>();
        for (var message : messages) {
            var answers = message.path("tool_call_id").asText("");
            if (message.path("role").asText().equals("tool") && !open.remove(answers)) {
                return Optional.of("No tool call " + answers + " in the message before.");
            }
            if (!message.path("role").asText().equals("tool") && !open.isEmpty()) {
                return unanswered(open);
            }
            for (var call : message.path("tool_calls")) {
                if (!open.add(call.path("id").asText())) {
                    return Optional.of("Two tool calls with one id.");
                }
            }
        }
        return open.isEmpty() ? Optional.empty() : unanswered(open);
    }

    private static Optional<String> unanswered(HashSet<String> calls) {
        return Optional.of("An assistant message with 'tool_calls' must be followed by tool messages"
                + " responding to each 'tool_call_id': " + calls);
    }
}
