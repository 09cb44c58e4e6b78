package agentserver.conversation.disk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.fault.Fault;
import agentserver.base.store.LeaseOwner;
import agentserver.base.store.LeaseTerms;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.journal.RequestKey;
import agentserver.conversation.journal.Snapshot;
import agentserver.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A long conversation is opened by its checkpoint; its log is not read again.
class ColdOpeningTest {

    private static final int EVENTS = 2_000;

    @TempDir
    private Path base;

    private static Path checkpoint(Disk disk) {
        return disk.directory().resolve(SavedState.CHECKPOINT);
    }

    private static void fill(Journal journal, int events) {
        for (int i = 0; i < events; i++) {
            journal.append(Disk.message("message " + i));
        }
        journal.awaitDurable();
    }

    private static long bytesRead() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length()))).sum();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void coldOpeningDoesNotReadTheWholeLog() throws Exception {
        try (var disk = new Disk(base)) {
            try (var journal = disk.create()) {
                fill(journal, EVENTS);
            }
            var state = disk.store.view(Disk.ID).orElseThrow().state();
            var log = Files.size(disk.log());
            var read = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) { // other threads read too: the least is what opening costs
                var before = bytesRead();
                disk.open().close();
                read = Math.min(read, bytesRead() - before);
            }
            assertTrue(read < log / 3, read + " bytes read of a log of " + log);

            try (var journal = disk.open()) {
                assertEquals(EVENTS, journal.log().eventCount());
                assertEquals(state.leafEventId(), journal.state().leafEventId());
                Disk.say(journal, "more");
            }
            try (var journal = disk.open()) {
                assertEquals(EVENTS + 2, journal.log().eventCount());
            }
        }
    }

    @Test
    void answersThatTheLogIsNotReadForAreRemembered() throws Exception {
        try (var disk = new Disk(base)) {
            var key = RequestKey.of(Optional.of("k"), "say", new byte[0]).orElseThrow();
            try (var journal = disk.create()) {
                journal.hear(Disk.message("hi"), Optional.of(
                        key.answered(200, "e", "{\"success\":true}".getBytes())));
                fill(journal, EVENTS);
            }
            assertTrue(Files.exists(checkpoint(disk)));
            try (var journal = disk.open()) {
                assertEquals("e", journal.answered(key).orElseThrow().eventId());
            }
        }
    }

    @Test
    void shortConversationHasNoCheckpoint() throws Exception {
        try (var disk = new Disk(base)) {
            try (var journal = disk.create()) {
                fill(journal, 20);
            }
            assertFalse(Files.exists(checkpoint(disk)));
        }
    }

    @Test
    void checkpointIsMadeAgainWhereItIsMissingAndNotForEveryEvent() throws Exception {
        try (var disk = new Disk(base)) {
            try (var journal = disk.create()) {
                fill(journal, EVENTS);
            }
            Files.delete(checkpoint(disk));
            disk.open().close();
            var made = Files.readAllBytes(checkpoint(disk));
            try (var journal = disk.open()) {
                Disk.say(journal, "one more");
            }
            assertArrayEquals(made, Files.readAllBytes(checkpoint(disk)));
        }
    }

    @Test
    void checkIsNotFooledAndItsRepairTakesTheCheckpointAway() throws Exception {
        try (var disk = new Disk(base)) {
            try (var journal = disk.create()) {
                fill(journal, EVENTS);
            }
            flip(disk.log(), 5_000);
            disk.open().close(); // does not notice

            assertTrue(check(disk, false).stream().anyMatch(it -> it.contains("damaged record")));
            assertTrue(check(disk, true).stream().anyMatch(it -> it.contains("(mended)")));
            assertFalse(Files.exists(checkpoint(disk)));
            assertTrue(check(disk, false).stream().noneMatch(it -> it.contains("damaged record")));
            try (var journal = disk.open()) {
                assertEquals(EVENTS - 1, journal.log().eventCount());
            }
        }
    }

    @Test
    void checkFindsADamagedCheckpoint() throws Exception {
        try (var disk = new Disk(base)) {
            try (var journal = disk.create()) {
                fill(journal, EVENTS);
            }
            flip(checkpoint(disk), 500);

            assertEquals(1, check(disk, true).size());
            assertEquals(0, check(disk, true).size());
        }
    }

    private static List<String> check(Disk disk, boolean mends) throws IOException {
        var found = new ArrayList<String>();
        new ConversationCheck(new LeaseTerms(LeaseOwner.ofThisProcess(), Duration.ofSeconds(45),
                InstantSource.system()), mends, finding -> found.add(finding.toString()))
                .check(disk.directory());
        return found;
    }

    @Test
    void damagedEventLosesOnlyItselfOnceItWasRead() throws Exception {
        try (var disk = new Disk(base.resolve("workspace"))) {
            try (var journal = disk.create()) {
                fill(journal, EVENTS);
            }
            flip(disk.log(), 5_000);
        }
        try (var server = RunningServer.start(base, Map.of(
                "OH_SESSION_API_KEYS_0", RunningServer.KEY, "OH_SECRET_KEY", "golden-key"))) {
            var events = "/api/conversations/" + Disk.ID + "/events";
            assertEquals(EVENTS, server.client().get(events + "/count").json().intValue());

            assertEquals(503, server.client().get(events + "/search?limit=100").status());

            var page = server.client().get(events + "/search?limit=100");
            assertEquals(200, page.status());
            assertEquals(100, page.json().get("items").size());
            assertEquals(EVENTS - 1, server.client().get(events + "/count").json().intValue());
        }
    }

    @Test
    void lateSnapshotOfAClosedConversationIsNotWritten() throws Exception {
        try (var disk = new Disk(base)) {
            disk.create().close();
            var before = Files.readAllBytes(disk.snapshot());
            var stored = disk.store.open(Disk.ID).orElseThrow();
            stored.log().close();
            stored.custody().close();

            stored.custody().save(new Snapshot(1, 0, Long.MAX_VALUE, List.of(), List.of(),
                    stored.state(), stored.meta()));

            assertArrayEquals(before, Files.readAllBytes(disk.snapshot()));
        }
    }

    private static void flip(Path file, int at) throws IOException {
        var bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void damagedReadIsRefusedAndTheNextOpeningSetsItAside() throws Exception {
        try (var disk = new Disk(base)) {
            try (var journal = disk.create()) {
                fill(journal, EVENTS);
            }
            flip(disk.log(), 5_000);
            try (var journal = disk.open()) {
                assertThrows(Fault.NotReady.class, () -> journal.log().events(0, 100));
            }
            try (var journal = disk.open()) {
                assertEquals(EVENTS - 1, journal.log().eventCount());
                assertTrue(Files.exists(disk.directory().resolve("events.jsonl.damaged")));
            }
        }
    }
}
