package agentserver.conversation.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.config.WebhookSpec.Batch;
import agentserver.config.WebhookSpec.Queue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WebhookQueueTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(150);
    private static final Duration EACH = Duration.ofMillis(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static WebhookQueue queue(int events, Duration delay, long maxBytes, int bound) {
        return new WebhookQueue(
                new Batch(events, delay, maxBytes), new Queue(bound, 1 << 20), "a test");
    }

    private static void add(WebhookQueue queue, String... events) {
        for (var event : events) {
            queue.add(event.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> texts(List<byte[]> events) {
        return events.stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8)).toList();
    }

    @Test
    void aFullBatchIsDueAtOnce() throws Exception {
        var queue = queue(3, NEVER, 1 << 20, 100);
        add(queue, "a", "b", "c");

        assertEquals(3, queue.awaitDue());
    }

    @Test
    void manyBytesAreDueAtOnce() throws Exception {
        var queue = queue(100, NEVER, 10, 100);
        add(queue, "0123456789");

        assertEquals(1, queue.awaitDue());
    }

    /// Later ones come all the time, each well within the delay.
    @Test
    void laterEventsDoNotDelayTheFirst() throws Exception {
        var queue = queue(1_000_000, SOON, 1 << 30, 1_000_000);
        add(queue, "first");
        var waiting = Thread.ofVirtual().start(() -> {
            try {
                queue.awaitDue();
            } catch (InterruptedException _) { // it was in vain
                Thread.currentThread().interrupt();
            }
        });
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!waiting.join(EACH) && System.nanoTime() - end < 0) {
            add(queue, "later");
        }

        var came = !waiting.isAlive();
        waiting.interrupt();
        assertTrue(came, queue.size() + " events wait");
    }

    @Test
    void aBatchHoldsNoMoreThanItMay() {
        var queue = queue(3, NEVER, 12, 100); // brackets and commas count
        add(queue, "aaaa", "bbbb", "cccc", "d", "e", "f", "g", "longer than any batch", "h");

        assertEquals(List.of("aaaa", "bbbb"), texts(queue.take(9)));
        assertEquals(List.of("cccc", "d", "e"), texts(queue.take(9)));
        assertEquals(List.of("f", "g"), texts(queue.take(9)));
        assertEquals(List.of("longer than any batch"), texts(queue.take(9)));
        assertEquals(List.of("h"), texts(queue.take(9)));
        assertEquals(List.of(), texts(queue.take(9)));
    }

    @Test
    void whatCameBackIsInFrontAndWaitsForTheDelay() throws Exception {
        var queue = queue(2, SOON, 1 << 20, 100);
        add(queue, "a", "b", "c");
        var taken = queue.take(queue.awaitDue());
        long start = System.nanoTime();

        queue.putBack(taken);

        queue.awaitDue();
        assertTrue(System.nanoTime() - start >= SOON.toNanos());
        assertEquals(List.of("a", "b"), texts(queue.take(3)));
        assertEquals(List.of("c"), texts(queue.take(3)));
    }

    @Test
    void theOldestGoWhenThereIsNoRoom() {
        var queue = queue(10, NEVER, 1 << 20, 3);
        add(queue, "a", "b", "c", "d", "e");
        assertEquals(List.of("c", "d", "e"), texts(queue.take(9)));

        var byBytes = new WebhookQueue(
                new Batch(10, NEVER, 1 << 20), new Queue(100, 10), "a test");
        add(byBytes, "aaaa", "bbbb", "cccc");
        assertEquals(List.of("bbbb", "cccc"), texts(byBytes.take(9)));
        add(byBytes, "larger than the whole queue");
        assertEquals(1, byBytes.size());
    }

    @Test
    void aClosedQueueGivesWhatIsLeftAndThenEnds() throws Exception {
        var queue = queue(10, NEVER, 1 << 20, 100);
        add(queue, "a");
        var due = new AtomicInteger(-1);
        var waiting = Thread.ofVirtual().start(() -> {
            try {
                due.set(queue.awaitDue());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        queue.close();

        assertTrue(waiting.join(PATIENCE));
        assertEquals(1, due.get());
        assertEquals(List.of("a"), texts(queue.take(1)));
        assertEquals(0, queue.awaitDue());
    }
}
