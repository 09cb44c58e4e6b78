package agentserver.conversation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.llm.ScriptedLlm;
import agentserver.llm.ScriptedReply;
import agentserver.testing.RunningServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many agents work at once, where the operator says so.
class RunAdmissionTest {

    @TempDir
    private Path work;

    @Test
    void runsAreAdmittedNotPiledUp() throws Exception {
        var release = new CountDownLatch(1);
        var asking = new AtomicInteger();
        var most = new AtomicInteger();
        try (var model = ScriptedLlm.start().on("slow", _ -> {
                    most.accumulateAndGet(asking.incrementAndGet(), Math::max);
                    await(release);
                    asking.decrementAndGet();
                    return ScriptedReply.text("done");
                });
                var server = RunningServer.start(work, Map.of(
                        "OH_SESSION_API_KEYS_0", RunningServer.KEY,
                        "OH_MAX_CONCURRENT_RUNS", "2", "OH_RUN_QUEUE_DEPTH", "2"))) {
            var conversations = new Conversations(server, model);
            var ids = new ArrayList<String>();
            for (int i = 0; i < 4; i++) {
                ids.add(conversations.open(conversations.request("slow", "go")));
            }
            model.awaitRequests(2, Conversations.PATIENCE);
            var last = conversations.open(conversations.request("slow"));

            var refused = conversations.client().post(
                    "/api/conversations/" + last + "/run", "{}");
            var unsaid = conversations.client().post("/api/conversations/" + last + "/events",
                    Conversations.message("go", true));
            assertEquals(429, refused.status());
            assertTrue(refused.header("retry-after").isPresent());
            assertEquals(429, unsaid.status());
            assertEquals(0, conversations.events(last, "MessageEvent").size());
            assertEquals("running", conversations.info(ids.getLast())
                    .get("execution_status").textValue());

            release.countDown();
            for (var id : ids) {
                conversations.await(id, "finished");
            }
            assertEquals(2, most.get());
            assertEquals(200, conversations.client().post(
                    "/api/conversations/" + last + "/events",
                    Conversations.message("go", true)).status());
            conversations.await(last, "finished");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) { // the model is being closed
            Thread.currentThread().interrupt();
        }
    }
}
