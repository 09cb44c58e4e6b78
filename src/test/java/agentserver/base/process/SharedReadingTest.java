package agentserver.base.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import agentserver.testing.Conditions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class SharedReadingTest {

    private static final int LATE = 50;

    private final AtomicInteger readings = new AtomicInteger();

    @Test
    void whoAsksWhileOneIsReadSharesTheNext() throws Exception {
        var release = new CountDownLatch(1);
        var shared = new SharedReading<>(() -> {
            var number = readings.incrementAndGet();
            await(release);
            return number;
        });
        var answers = new CopyOnWriteArrayList<Integer>();
        var first = Thread.ofPlatform().start(() -> answers.add(shared.next()));
        Conditions.until(() -> readings.get() == 1);
        var late = new ArrayList<Thread>();
        for (var i = 0; i < LATE; i++) {
            late.add(Thread.ofPlatform().start(() -> answers.add(shared.next())));
        }
        Conditions.until(() -> late.stream().allMatch(SharedReadingTest::hasAsked));

        release.countDown();
        first.join();
        for (var thread : late) {
            thread.join();
        }

        assertEquals(2, readings.get());
        assertEquals(LATE, answers.stream().filter(answer -> answer == 2).count());
    }

    @Test
    void whoAsksAfterwardsGetsANewOne() {
        var shared = new SharedReading<>(readings::incrementAndGet);

        assertEquals(List.of(1, 2), List.of(shared.next(), shared.next()));
    }

    /// Whether the thread will share the next reading: it only waits for its turn.
    private static boolean hasAsked(Thread thread) {
        return Stream.of(thread.getStackTrace())
                .filter(frame -> frame.getClassName().equals(SharedReading.class.getName()))
                .findFirst()
                .filter(frame -> frame.getMethodName().equals("next"))
                .isPresent() && thread.getState() == Thread.State.WAITING;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) { // the test was given up
            Thread.currentThread().interrupt();
        }
    }
}
