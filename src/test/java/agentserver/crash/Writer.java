package agentserver.crash;

import agentserver.testing.Answer;
import agentserver.testing.ApiClient;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// A client that makes conversations and talks in them until the server is gone.
final class Writer implements Runnable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ROOT = "/api/conversations";
    private static final int NEW_PERCENT = 15;
    private static final int RUN_PERCENT = 30;
    private static final int PUT_AWAY_PERCENT = 2; // which writes snapshots

    private final ApiClient client;
    private final Ledger ledger;
    private final Tally tally;
    private final RandomGenerator random;
    private final String name;
    private String own = "";
    private int count;

    /// @param name tells its texts and keys from those of all others
    Writer(ApiClient client, Ledger ledger, Tally tally, RandomGenerator random, String name) {
        this.tally = tally;
        this.client = client;
        this.ledger = ledger;
        this.random = random;
        this.name = name;
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (random.nextInt(100) < PUT_AWAY_PERCENT) {
                    putAway(client);
                } else if (own.isEmpty() || random.nextInt(100) < NEW_PERCENT) {
                    make();
                } else {
                    say();
                }
            }
        } catch (IOException | InterruptedException _) { // the server is gone, or the round is over
        }
    }

    /// Lets the server put away whatever it has open, which writes snapshots.
    static void putAway(ApiClient client) throws IOException, InterruptedException {
        client.post(ROOT + "/prepare-for-sandbox-pause", "{}");
    }

    private void make() throws IOException, InterruptedException {
        var request = JSON.createObjectNode().put("autotitle", false);
        request.putObject("workspace").put("working_dir", "w");
        request.putObject("agent").putObject("llm").put("model", "demo/agent");
        var doubt = new Ledger.Doubt("", ROOT, key(), request.toString(), "");
        var answer = send(doubt);
        if (answer.isPresent()) {
            own = answer.get().json().get("id").textValue();
            ledger.made(own);
        }
    }

    private void say() throws IOException, InterruptedException {
        var text = name + "-" + count;
        var message = JSON.createObjectNode().put("role", "user")
                .put("run", random.nextInt(100) < RUN_PERCENT);
        message.putArray("content").addObject().put("type", "text").put("text", text);
        var answer = send(new Ledger.Doubt(
                own, ROOT + "/" + own + "/events", key(), message.toString(), text));
        if (answer.isPresent()) {
            ledger.said(own, text);
        }
    }

    private String key() {
        return name + "-" + count++;
    }

    /// @return empty when it is to be asked again: that comes after the next start
    private Optional<Answer> send(Ledger.Doubt request) throws IOException, InterruptedException {
        try {
            var answer = post(client, request);
            if (answer.status() / 100 == 2) {
                return Optional.of(answer);
            }
            if (answer.header("retry-after").isEmpty()) {
                tally.failed(answer.toString());
            }
            ledger.doubt(request);
            return Optional.empty();
        } catch (IOException | InterruptedException e) {
            ledger.doubt(request);
            throw e;
        }
    }

    /// Sends a request with its key.
    static Answer post(ApiClient client, Ledger.Doubt request)
            throws IOException, InterruptedException {
        return client.send("POST", request.path(), Map.of(
                "x-session-api-key", ServerProcess.KEY, "content-type", "application/json",
                "idempotency-key", request.key()),
                request.body().getBytes(StandardCharsets.UTF_8));
    }
}
