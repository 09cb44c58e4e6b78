package agentserver.crash;

import agentserver.testing.ApiClient;
import agentserver.testing.Await;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Compares a server that was started again with what its clients remember.
final class Inspector {

    private static final String ROOT = "/api/conversations";
    private static final int READERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ApiClient client;
    private final Ledger ledger;
    private final Tally tally;

    Inspector(ApiClient client, Ledger ledger, Tally tally) {
        this.client = client;
        this.ledger = ledger;
        this.tally = tally;
    }

    /// Repeats what got no answer, with its key; then each of it is acknowledged.
    void settle() throws IOException, InterruptedException {
        sideBySide(ledger.takeDoubts(), this::settle);
    }

    private void settle(Ledger.Doubt doubt) throws IOException, InterruptedException {
        var answer = Writer.post(client, doubt);
        if (answer.status() / 100 != 2) {
            tally.unreadable("a repeated request got " + answer);
            return;
        }
        tally.settled();
        if (doubt.conversation().isEmpty()) {
            ledger.made(answer.json().get("id").textValue());
        } else {
            ledger.said(doubt.conversation(), doubt.text());
        }
    }

    /// Waits until nothing runs that nobody has started.
    void rest() throws IOException, InterruptedException {
        try {
            Await.until("all runs to end", PATIENCE, () -> client.get(ROOT + "/count?status=running")
                    .json().intValue() == 0);
        } catch (AssertionError e) {
            tally.stuck(e.getMessage());
        }
    }

    /// Looks at every conversation of the list.
    void inspect(List<String> conversations) throws IOException, InterruptedException {
        sideBySide(conversations, this::inspect);
        var known = ledger.conversations().size();
        var listed = client.get(ROOT + "/count").json().intValue();
        if (listed < known) {
            tally.lost(known - listed + " conversations are not listed");
        }
    }

    @FunctionalInterface
    private interface Look<T> {

        void at(T thing) throws IOException, InterruptedException;
    }

    /// Looks at all things, at some of them at once.
    private <T> void sideBySide(List<T> things, Look<T> look) {
        var next = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < READERS; i++) {
                threads.execute(() -> {
                    for (int at = next.getAndIncrement(); at < things.size();
                            at = next.getAndIncrement()) {
                        tryAt(things.get(at), look);
                    }
                });
            }
        }
    }

    private <T> void tryAt(T thing, Look<T> look) {
        try {
            look.at(thing);
        } catch (IOException | RuntimeException e) {
            tally.unreadable(thing + ": " + e);
        } catch (InterruptedException _) { // nobody does that
            Thread.currentThread().interrupt();
        }
    }

    private void inspect(String conversation) throws IOException, InterruptedException {
        var info = client.get(ROOT + "/" + conversation);
        if (info.status() != 200) {
            tally.unreadable(conversation + ": " + info);
            return;
        }
        var said = new HashMap<String, Integer>();
        var ids = new HashSet<String>();
        for (var event : events(conversation)) {
            if (!ids.add(event.get("id").textValue())) {
                tally.repeated(conversation + ": event " + event.get("id"));
            }
            if (event.path("kind").asText().equals("MessageEvent")
                    && event.path("source").asText().equals("user")) {
                said.merge(event.at("/llm_message/content/0/text").asText(), 1, Integer::sum);
            }
        }
        for (var text : ledger.texts(conversation)) {
            if (!said.containsKey(text)) {
                tally.lost(conversation + ": " + text);
            }
        }
        said.forEach((text, times) -> {
            if (times > 1) {
                tally.repeated(conversation + ": " + text);
            }
        });
    }

    private List<JsonNode> events(String conversation) throws IOException, InterruptedException {
        var events = new ArrayList<JsonNode>();
        var next = "";
        do {
            var answer = client.get(ROOT + "/" + conversation + "/events/search?limit=100" + next);
            if (answer.status() != 200) {
                tally.unreadable(conversation + ": " + answer);
                return events;
            }
            answer.json().get("items").forEach(events::add);
            next = "&page_id=" + answer.json().get("next_page_id").asText("");
        } while (next.length() > "&page_id=".length());
        return events;
    }
}
