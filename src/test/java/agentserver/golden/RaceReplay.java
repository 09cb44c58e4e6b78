package agentserver.golden;

import agentserver.testing.Answer;
import agentserver.testing.ApiClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Sends one recorded request as often at once as it was recorded.
record RaceReplay(ApiClient api, Stage stage) {

    /// @return all answers, by status
    JsonNode play(Entry.Race race) throws IOException, InterruptedException {
        var call = race.call();
        var headers = new TreeMap<>(call.headers());
        headers.put("content-type", "application/json"); // which the recording leaves out
        var path = stage.rewrite().apply(call.path());
        var body = stage.rewrite().apply(call.body().toString()).getBytes(StandardCharsets.UTF_8);
        var answers = new ArrayList<Future<Answer>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int runner = 0; runner < race.runners(); runner++) {
                answers.add(threads.submit(() -> api.send(call.method(), path, headers, body)));
            }
        }
        var outcome = JsonNodeFactory.instance.objectNode();
        var responses = outcome.putArray("responses");
        for (var answer : answers) {
            responses.add(shown(answer));
        }
        var sorted = new ArrayList<JsonNode>();
        responses.forEach(sorted::add);
        sorted.sort(Comparator.comparingInt(response -> response.path("status").asInt()));
        responses.removeAll().addAll(sorted);
        return outcome;
    }

    private static ObjectNode shown(Future<Answer> future) throws IOException, InterruptedException {
        try {
            var answer = future.get();
            return JsonNodeFactory.instance.objectNode().put("status", answer.status())
                    .set("body", answer.json());
        } catch (ExecutionException e) {
            throw new IOException("a racing request failed", e.getCause());
        }
    }
}
