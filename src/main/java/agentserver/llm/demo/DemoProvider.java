package agentserver.llm.demo;

import agentserver.base.json.Json;
import agentserver.llm.Content;
import agentserver.llm.DeltaListener;
import agentserver.llm.LlmConfig;
import agentserver.llm.LlmFailure;
import agentserver.llm.LlmFailure.Kind;
import agentserver.llm.LlmProvider;
import agentserver.llm.LlmReply;
import agentserver.llm.LlmRequest;
import agentserver.llm.Message;
import agentserver.llm.MessageToolCall;
import agentserver.llm.ModelName;
import agentserver.llm.Role;
import agentserver.llm.TextContent;
import agentserver.llm.TokenUsage;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The built-in model `demo/agent`: needs no network and no key.
///
/// It obeys the last user message: each text in backticks is run in the terminal, `write NAME:
/// TEXT` makes a file, one step at a time; then it finishes with what it saw. Anything else it
/// answers by saying what it is. The same history always leads to the same answer. Token counts are
/// made up from text lengths.
public final class DemoProvider implements LlmProvider {

    private static final int CHARS_PER_TOKEN = 4;

    @Override
    public boolean serves(String vendor) {
        return vendor.equals("demo");
    }

    @Override
    public LlmReply ask(
            ModelName model, LlmConfig config, LlmRequest request, Optional<DeltaListener> listener)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (!model.name().equals("agent")) {
            throw new LlmFailure(Kind.NOT_FOUND, "demo", "model not found: the only demo model is"
                    + " demo/agent");
        }
        var id = id(request);
        var canFinish = parameters(request, "finish").isPresent();
        var message = switch (new DemoPlan(request).next()) {
            case DemoPlan.Move.Call call -> call(request, id, call);
            case DemoPlan.Move.Say say when say.finish() && canFinish ->
                    call(request, id, finish(say.text()));
            case DemoPlan.Move.Say say -> message(say.text(), null);
        };
        listener.ifPresent(heard -> speak(message.text(), heard));
        return new LlmReply(id, message, usage(config, request, message, id),
                Optional.empty(), Duration.ZERO);
    }

    private static DemoPlan.Move.Call finish(String text) {
        return new DemoPlan.Move.Call(
                "finish", Map.of("message", text), "report what the demo saw");
    }

    private static Message call(LlmRequest request, String id, DemoPlan.Move.Call call) {
        var arguments = Json.lenient().createObjectNode();
        call.arguments().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(argument -> arguments.putPOJO(argument.getKey(), argument.getValue()));
        var takes = parameters(request, call.tool()).orElseThrow().path("properties");
        if (takes.has("security_risk")) {
            arguments.put("security_risk", "LOW");
        }
        if (takes.has("summary")) {
            arguments.put("summary", call.summary());
        }
        var said = call.tool().equals("finish") ? "" : "Demo model: " + call.summary() + ".";
        return message(said, List.of(MessageToolCall.completion(
                "call_" + id, call.tool(), arguments.toString())));
    }

    private static Message message(String text, List<MessageToolCall> calls) {
        var content = text.isEmpty() ? List.<Content>of() : List.<Content>of(TextContent.of(text));
        return new Message(Role.ASSISTANT, content, calls, null, null, null, List.of(), null);
    }

    private static Optional<JsonNode> parameters(LlmRequest request, String tool) {
        return request.tools().stream()
                .filter(declared -> declared.name().equals(tool))
                .map(declared -> (JsonNode) declared.parameters())
                .findFirst();
    }

    /// Word by word, as models speak, beginning with nothing, as they do.
    private static void speak(String text, DeltaListener listener) {
        listener.received(Optional.of(""), Optional.empty());
        for (var word : text.split("(?<=\\s)")) {
            if (!word.isEmpty()) {
                listener.received(Optional.of(word), Optional.empty());
            }
        }
    }

    /// An id that differs from step to step and is the same whenever the same history is asked
    /// about.
    private static String id(LlmRequest request) {
        var step = request.sessionId() + '/' + request.messages().size() + '/'
                + request.messages().stream().map(Message::text).toList().hashCode();
        return "demo-" + UUID.nameUUIDFromBytes(step.getBytes(StandardCharsets.UTF_8));
    }

    private static TokenUsage usage(
            LlmConfig config, LlmRequest request, Message reply, String id) {
        var prompt = request.messages().stream().mapToLong(DemoProvider::chars).sum()
                + request.tools().stream().mapToLong(tool -> tool.description().length()).sum();
        var asked = tokens(prompt);
        var answered = tokens(chars(reply));
        return new TokenUsage(config.model(), asked, answered, 0, 0, 0, config.contextWindow(),
                asked + answered, id);
    }

    private static long chars(Message message) {
        var calls = message.toolCalls() == null ? 0 : message.toolCalls().stream()
                .mapToLong(call -> call.name().length() + call.arguments().length()).sum();
        return message.text().length() + calls;
    }

    private static long tokens(long chars) {
        return Math.max(1, (chars + CHARS_PER_TOKEN - 1) / CHARS_PER_TOKEN);
    }
}
