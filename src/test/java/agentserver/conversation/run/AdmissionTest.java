package agentserver.conversation.run;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.fault.Fault;
import agentserver.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void noMoreStepsAreInProgressThanAllowed() throws Exception {
        var admission = new Admission(3, 1_000);
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        var firstThree = new CountDownLatch(3);
        var runs = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int run = 0; run < 50; run++) {
                runs.add(threads.submit(() -> {
                    try (var turn = admission.enter()) {
                        for (int step = 0; step < 20; step++) {
                            turn.await();
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            firstThree.countDown();
                            assertTrue(firstThree.await(PATIENCE.toSeconds(), SECONDS));
                            Thread.yield();
                            now.decrementAndGet();
                            turn.done();
                        }
                    }
                    return null;
                }));
            }
        }

        for (var run : runs) {
            run.get();
        }
        assertEquals(3, most.get());
        var load = admission.load();
        assertEquals(new Admission.Load(0, 0, 1_000, load.waited()), load);
    }

    @Test
    void aRunOfManyStepsLetsOthersInBetween() throws Exception {
        var admission = new Admission(1, 10);
        var order = new CopyOnWriteArrayList<String>();
        var first = admission.enter();
        assertTrue(first.await());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor(); first) {
            for (var name : List.of("second", "third")) {
                var turn = admission.enter();
                threads.submit(() -> {
                    try (turn) {
                        turn.await();
                        order.add(name);
                    }
                    return null;
                });
            }
            first.done();
            first.await();
            order.add("first again");
        }

        assertEquals(List.of("second", "third", "first again"), order);
    }

    @Test
    void aNewRunIsRefusedWhenTooManyWait() throws Exception {
        var admission = new Admission(1, 1);
        admission.check();
        try (var working = admission.enter()) {
            admission.check();
            try (var _ = admission.enter()) {
                assertEquals(1, admission.load().waiting());
                assertThrows(Fault.Busy.class, admission::check);
            }
            admission.check();
            assertTrue(working.await());
        }
    }

    @Test
    void aWaitingRunCanBeCalledOff() throws Exception {
        var admission = new Admission(1, 1);
        var refused = new AtomicBoolean();
        try (var working = admission.enter(); var waiting = admission.enter()) {
            var thread = Thread.ofVirtual().start(() -> {
                try {
                    refused.set(!waiting.await());
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            });
            waiting.cancel();
            working.cancel(); // it has its turn: nothing happens

            assertTrue(thread.join(PATIENCE));
            assertTrue(refused.get());
            assertFalse(waiting.await());
            assertTrue(working.await());
            assertEquals(0, admission.load().waiting());
        }
    }

    @Test
    void anInterruptedRunLosesNobodysTurn() throws Exception {
        var admission = new Admission(1, 1);
        var working = admission.enter();
        var thread = Thread.ofVirtual().start(() -> {
            try (var waiting = admission.enter()) {
                waiting.await();
            } catch (InterruptedException _) { // what is tested
            }
        });
        Await.until("the second to wait", PATIENCE, () -> admission.load().waiting() == 1);

        thread.interrupt();

        assertTrue(thread.join(PATIENCE));
        assertEquals(0, admission.load().waiting());
        working.close();
        try (var next = admission.enter()) {
            assertTrue(next.await());
        }
    }
}
