package agentserver.base.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.fault.Fault;
import agentserver.testing.Conditions;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class FeedTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Feed<String> feed = new Feed<>(
            new FeedLimits(3, 4, 100, SOON), String::length);

    @AfterEach
    void close() {
        feed.close();
    }

    /// Remembers what it was given; blocks in `receive` while its gate is shut.
    private static final class RecordingSubscriber implements Subscriber<String> {
        final List<String> received = new CopyOnWriteArrayList<>();
        final CompletableFuture<EndReason> ended = new CompletableFuture<>();
        final CountDownLatch atWork = new CountDownLatch(1);
        final CountDownLatch gate;

        RecordingSubscriber(boolean open) {
            gate = new CountDownLatch(open ? 0 : 1);
        }

        @Override
        public void receive(String item) throws InterruptedException {
            atWork.countDown();
            gate.await();
            received.add(item);
        }

        @Override
        public void ended(EndReason reason) {
            ended.complete(reason);
        }

        EndReason reason() throws Exception {
            return ended.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void everySubscriberGetsEveryItemInOrder() throws Exception {
        var one = new RecordingSubscriber(true);
        var two = new RecordingSubscriber(true);
        feed.publish("too early");
        feed.subscribe(one);
        feed.subscribe(two);

        feed.publish("a");
        feed.publish("b");
        feed.publish("c");

        assertTrue(feed.flush(SOON));
        assertEquals(List.of("a", "b", "c"), one.received);
        assertEquals(List.of("a", "b", "c"), two.received);
    }

    @Test
    void slowSubscriberIsEndedAndDelaysNobody() throws Exception {
        var slow = new RecordingSubscriber(false);
        var quick = new RecordingSubscriber(true);
        feed.subscribe(slow);
        feed.publish("x");
        slow.atWork.await();
        feed.subscribe(quick);

        for (var item : List.of("1", "2", "3", "4", "5")) {
            feed.publish(item);
            Conditions.until(() -> quick.received.contains(item));
        }

        assertEquals(EndReason.OVERFLOW, slow.reason());
        assertEquals(List.of("1", "2", "3", "4", "5"), quick.received);
        assertEquals(1, feed.subscribers());
    }

    @Test
    void bytesAreLimitedButOneLargeItemPasses() throws Exception {
        var subscriber = new RecordingSubscriber(false);
        feed.subscribe(subscriber);
        feed.publish("first");
        subscriber.atWork.await();

        feed.publish("x".repeat(500));
        assertEquals(1, feed.subscribers());
        feed.publish("y");

        assertEquals(EndReason.OVERFLOW, subscriber.reason());
    }

    @Test
    void flushTellsThatItWasTooLate() throws Exception {
        var subscriber = new RecordingSubscriber(false);
        feed.subscribe(subscriber);
        feed.publish("a");

        assertFalse(feed.flush(Duration.ofMillis(20)));
        subscriber.gate.countDown();
        assertTrue(feed.flush(SOON));
    }

    @Test
    void failingSubscriberEndsAlone() throws Exception {
        var reason = new CompletableFuture<EndReason>();
        var other = new RecordingSubscriber(true);
        feed.subscribe(other);
        feed.subscribe(new Subscriber<>() {
            @Override
            public void receive(String item) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void ended(EndReason why) {
                reason.complete(why);
            }
        });

        feed.publish("a");

        assertEquals(EndReason.FAILED, reason.get(SOON.toSeconds(), TimeUnit.SECONDS));
        feed.publish("b");
        assertTrue(feed.flush(SOON));
        assertEquals(List.of("a", "b"), other.received);
    }

    @Test
    void openedComesBeforeTheFirstItem() throws Exception {
        var seen = new ArrayList<String>();
        feed.subscribe(new Subscriber<>() {
            @Override
            public void opened() {
                seen.add("replay");
            }

            @Override
            public void receive(String item) {
                seen.add(item);
            }
        });

        feed.publish("live");

        assertTrue(feed.flush(SOON));
        assertEquals(List.of("replay", "live"), seen);
    }

    @Test
    void oneTooManyIsRefusedUntilAnotherLeaves() {
        var first = feed.subscribe(new RecordingSubscriber(true));
        feed.subscribe(new RecordingSubscriber(true));
        feed.subscribe(new RecordingSubscriber(true));
        assertThrows(Fault.Busy.class, () -> feed.subscribe(new RecordingSubscriber(true)));

        first.close();

        feed.subscribe(new RecordingSubscriber(true));
    }

    @Test
    void closingFreesASubscriberAtWorkAndSaysWhy() throws Exception {
        var subscriber = new RecordingSubscriber(false);
        var subscription = feed.subscribe(subscriber);
        feed.publish("a");
        subscriber.atWork.await();

        feed.close();

        assertTrue(subscription.isEnded());
        assertEquals(EndReason.CLOSED, subscriber.reason());
        assertThrows(Fault.NotReady.class, () -> feed.subscribe(new RecordingSubscriber(true)));
    }

    @Test
    void subscriberMayCloseItsOwnSubscription() throws Exception {
        var closed = new CountDownLatch(1);
        var own = new CompletableFuture<Subscription<String>>();
        own.complete(feed.subscribe(item -> {
            own.get().close();
            closed.countDown();
        }));

        feed.publish("a");

        assertTrue(closed.await(SOON.toSeconds(), TimeUnit.SECONDS));
        assertEquals(0, feed.subscribers());
    }

    @Test
    void thousandSubscribersLeaveNoThreadAndNoMemory() throws Exception {
        var threads = new ArrayList<CompletableFuture<Thread>>();
        var gone = new ArrayList<WeakReference<Object>>();
        IntStream.range(0, 1_000).forEach(_ -> cycle(threads, gone));

        for (var thread : threads) {
            assertTrue(thread.get(SOON.toSeconds(), TimeUnit.SECONDS).join(SOON));
        }
        threads.clear();
        assertEquals(0, feed.subscribers());
        Conditions.until(() -> isCollected(gone)); // a carrier may still be leaving the last thread
    }

    private static boolean isCollected(List<WeakReference<Object>> gone) {
        System.gc();
        return gone.stream().allMatch(reference -> reference.refersTo(null));
    }

    private void cycle(
            List<CompletableFuture<Thread>> threads, List<WeakReference<Object>> gone) {
        var thread = new CompletableFuture<Thread>();
        var subscriber = new Subscriber<String>() {
            @Override
            public void opened() {
                thread.complete(Thread.currentThread());
            }

            @Override
            public void receive(String item) {}
        };
        var subscription = feed.subscribe(subscriber);
        feed.publish("item");
        thread.join();
        subscription.close();
        threads.add(thread);
        gone.add(new WeakReference<>(subscription));
        gone.add(new WeakReference<>(subscriber));
    }
}
