package agentserver.event.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class FailingDiskTest {

    @TempDir
    Path directory;
    private Path file;
    private FlakyLogFile disk;
    private FileEventLog log;

    @BeforeEach
    void openALogWithOneEvent() throws Exception {
        file = directory.resolve("events.log");
        disk = new FlakyLogFile(new DiskLogFile(file));
        log = new FileEventLog(file, disk, Replay.NOTHING,
                new EventLog.Limits(10_000, Duration.ofMinutes(1)));
        log.durable(append(0));
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void diskFullIsAnErrorNotALoss() throws Exception {
        disk.full = true;

        assertThrows(LogFailure.class, () -> append(1));
        assertThrows(LogFailure.class, () -> append(1));

        assertEquals(1, log.appendedEvents());
        assertArrayEquals(Events.json(0), log.event(0));
        disk.full = false;
        log.durable(append(1));
        assertArrayEquals(Events.json(1), log.event(1));
        assertReopens(2);
    }

    @Test
    void tornWriteIsCutAtLoadToo() throws Exception {
        disk.full = true;
        assertThrows(LogFailure.class, () -> append(1));

        assertReopens(1);
    }

    @Test
    void failedSyncFailsAllWhoWaitAndIsTriedAgain() throws Exception {
        disk.syncBroken = true;
        disk.syncGate = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = new ArrayList<Future<?>>();
            for (var i = 1; i <= 5; i++) {
                var position = append(i);
                waiting.add(threads.submit((Callable<Void>) () -> {
                    log.durable(position);
                    return null;
                }));
            }
            disk.syncGate.countDown();
            for (var one : waiting) {
                var failure = assertThrows(
                        ExecutionException.class,
                        () -> one.get(60, TimeUnit.SECONDS));
                assertTrue(failure.getCause() instanceof LogFailure);
            }
        }
        assertEquals(1, log.eventCount());
        assertThrows(LogFailure.class, () -> append(6));

        disk.syncBroken = false;
        log.durable(append(6));

        assertEquals(7, log.eventCount());
        assertReopens(7);
    }

    @Test
    void whatAFailedSyncDroppedIsWrittenAgain() throws Exception {
        disk.syncBroken = true;
        var position = append(1);
        assertThrows(LogFailure.class, () -> log.durable(position));
        var bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length - 50, bytes.length, (byte) 0); // pages gone
        Files.write(file, bytes);
        disk.syncBroken = false;

        log.durable(position);

        assertArrayEquals(Events.json(1), log.event(1));
        assertReopens(2);
    }

    @Test
    void appendersDoNotWaitForASync() throws Exception {
        disk.syncGate = new CountDownLatch(1);
        var first = append(1);
        var waiting = Thread.startVirtualThread(() -> assertDoesWait(first));

        for (var i = 2; i <= 20; i++) {
            append(i);
        }

        assertEquals(1, log.eventCount());
        disk.syncGate.countDown();
        log.durable(21);
        waiting.join();
        assertEquals(21, log.eventCount());
    }

    private void assertDoesWait(long position) {
        try {
            log.durable(position);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void manyWhoWaitShareFewSyncs() throws Exception {
        var before = disk.syncs.get();
        disk.syncGate = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 1; i <= 64; i++) {
                var position = append(i);
                threads.submit(() -> assertDoesWait(position));
            }
            disk.syncGate.countDown();
        }

        assertEquals(65, log.eventCount());
        assertTrue(disk.syncs.get() - before <= 2, "syncs: " + (disk.syncs.get() - before));
    }

    @Test
    void diskThatHangsIsAnErrorInTime() throws Exception {
        log.close();
        var hanging = new FlakyLogFile(new DiskLogFile(file));
        try (var impatient = new FileEventLog(file, hanging, Replay.NOTHING,
                new EventLog.Limits(10_000, Duration.ofMillis(20)))) {
            hanging.syncGate = new CountDownLatch(1);
            var position = impatient.append(LogRecord.event(Events.json(1)));

            assertThrows(LogFailure.class, () -> impatient.durable(position));

            hanging.syncGate.countDown();
        }
    }

    private long append(int number) {
        return log.append(LogRecord.event(Events.json(number)));
    }

    private void assertReopens(int events) throws IOException {
        var copy = directory.resolve("copy.log");
        Files.copy(file, copy);
        try (var again = FileEventLog.open(copy, Replay.NOTHING, EventLog.Limits.DEFAULT)) {
            assertEquals(events, again.eventCount());
            assertEquals(List.of(), again.loadReport().damaged());
        }
    }
}
