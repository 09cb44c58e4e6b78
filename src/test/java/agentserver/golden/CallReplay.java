package agentserver.golden;

import agentserver.testing.Answer;
import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// Sends one recorded request.
///
/// The recording waited between entries until runs had got somewhere. So a read of a conversation
/// whose answer differs is repeated until it agrees, or the conversation has come to rest without
/// agreeing.
record CallReplay(ApiClient api, Stage stage, Duration patience) {

    private static final Duration QUIET = Duration.ofSeconds(5);
    private static final String BOUNDARY = "golden-form-boundary";

    /// @param judge compares an outcome with the recorded one
    Verdict play(Entry.Call call, Function<JsonNode, Verdict> judge)
            throws IOException, InterruptedException {
        var headers = new TreeMap<String, String>();
        call.headers().forEach((name, value) -> headers.put(name, stage.rewrite().apply(value)));
        var body = body(call.body(), headers);
        var path = stage.rewrite().apply(call.path());
        var stillness = new Stillness(QUIET);
        var end = System.nanoTime() + patience.toNanos();
        return Await.value("an answer", patience.multipliedBy(2), () -> {
            var answer = api.send(call.method(), path, headers, body);
            var verdict = judge.apply(Outcomes.of(answer, call.outcome()));
            var over = System.nanoTime() >= end || !mayChange(call, answer)
                    || stillness.holds(answer.body()) && !runs(call);
            return new Attempt(verdict, over);
        }, attempt -> attempt.verdict().agrees() || attempt.over()).verdict();
    }

    private record Attempt(Verdict verdict, boolean over) {
    }

    private static boolean mayChange(Entry.Call call, Answer answer) {
        return call.method().equals("GET") && call.conversation().isPresent()
                && answer.status() == call.outcome().path("status").asInt();
    }

    private boolean runs(Entry.Call call) throws IOException, InterruptedException {
        return stage.status(call.conversation().orElseThrow()).equals("running");
    }

    private byte[] body(JsonNode recorded, Map<String, String> headers) {
        if (recorded.isNull()) {
            return new byte[0];
        }
        var text = recorded.toString();
        if (recorded.has("__raw__")) {
            text = recorded.get("__raw__").textValue();
        } else if (recorded.has("__multipart__")) {
            headers.put("content-type", "multipart/form-data; boundary=" + BOUNDARY);
            text = form(recorded.get("__multipart__"));
        }
        return stage.rewrite().apply(text).getBytes(StandardCharsets.UTF_8);
    }

    private static String form(JsonNode fields) {
        var form = new StringBuilder();
        for (var field : fields.properties()) {
            form.append(String.format(Locale.ROOT, """
                    --%s\r
                    Content-Disposition: form-data; name="%s"; filename="%s"\r
                    Content-Type: %s\r
                    \r
                    %s\r
                    """, BOUNDARY, field.getKey(), field.getValue().path("filename").asText(),
                    field.getValue().path("content_type").asText(),
                    field.getValue().path("content").asText()));
        }
        return form.append("--").append(BOUNDARY).append("--\r\n").toString();
    }
}
