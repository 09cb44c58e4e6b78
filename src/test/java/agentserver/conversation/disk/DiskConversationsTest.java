package agentserver.conversation.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.conversation.catalogue.ListOrder;
import agentserver.conversation.journal.ConversationOwnershipLostError;
import agentserver.conversation.journal.EventFilter;
import agentserver.conversation.journal.EventOrder;
import agentserver.conversation.journal.EventSearch;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.event.log.LogRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskConversationsTest {

    @TempDir
    private Path base;

    @Test
    void anotherServerReadsButDoesNotOpenWhatIsOpen() {
        try (var first = new Disk(base); var second = new Disk(base)) {
            try (var journal = first.create()) {
                Disk.say(journal, "hello");

                assertTrue(second.store.open(Disk.ID).isEmpty());
                var view = second.store.view(Disk.ID).orElseThrow();
                assertEquals(journal.state().leafEventId(), view.state().leafEventId());
                var read = second.store.openReadOnly(Disk.ID).orElseThrow();
                assertEquals(journal.log().eventCount(), read.log().eventCount());
                read.log().close();
            }
            second.open().close();
        }
    }

    @Test
    void conversationOfAnotherMachineIsReadUntilItGivesNoSignOfLife() throws Exception {
        var now = new AtomicReference<>(Instant.now());
        try (var disk = new Disk(base, now::get)) {
            try (var journal = disk.create()) {
                Disk.say(journal, "hello");
            }
            var expires = now.get().plusSeconds(40).getEpochSecond();
            Files.writeString(disk.directory().resolve("owner_lease.json"), """
                    {"owner_instance_id": "far", "generation": 8, "expires_at": %d.0,
                     "owner_host": "far-away", "owner_pid": 1, "owner_boot_id": "another"}
                    """.formatted(expires));

            assertTrue(disk.store.open(Disk.ID).isEmpty());
            assertTrue(disk.store.view(Disk.ID).isPresent());
            disk.store.openReadOnly(Disk.ID).orElseThrow().log().close();
            now.set(now.get().plusSeconds(41));

            disk.open().close();
        }
    }

    @Test
    void whoLostTheLeaseWritesNothingMore() throws Exception {
        var now = new AtomicReference<>(Instant.now());
        try (var disk = new Disk(base, now::get); var journal = disk.create()) {
            Disk.say(journal, "mine");
            var size = Files.size(disk.log());
            var taken = disk.directory().resolve("taken");
            Files.writeString(taken, """
                    {"owner_instance_id": "other", "generation": 2, "expires_at": 99999999999.0}
                    """);
            Files.move(taken, disk.directory().resolve("owner_lease.json"),
                    StandardCopyOption.REPLACE_EXISTING);
            now.set(now.get().plusSeconds(100));

            assertThrows(ConversationOwnershipLostError.class,
                    () -> Disk.say(journal, "still mine"));

            assertTrue(journal.isLost());
            assertEquals(size, Files.size(disk.log()));
        }
    }

    @Test
    void missingOrDamagedEventLosesOnlyItself() throws Exception {
        try (var disk = new Disk(base)) {
            try (var journal = disk.create()) {
                for (int i = 0; i < 10; i++) {
                    Disk.say(journal, "message " + i);
                }
            }
            var lines = Files.readAllLines(disk.log());
            var victim = lines.stream().filter(line -> line.contains("message 4")).findFirst();
            Files.writeString(disk.log(), String.join("\n", lines).replace(
                    victim.orElseThrow(), victim.get().replace("message 4", "massage 4")) + "\n");

            try (var journal = disk.open()) {
                var search = new EventSearch(journal.log(), disk.codec);
                var said = new EventFilter(Optional.of("MessageEvent"), Optional.empty(),
                        Optional.empty(), Optional.empty(), Optional.empty());
                assertEquals(9, search.count(said));
                Disk.say(journal, "and on");
                assertEquals(10, search.count(said));
                assertEquals(10, search.page(said, EventOrder.TIMESTAMP, Optional.empty(), 100)
                        .items().size());
            }
            assertTrue(Files.exists(disk.directory().resolve("events.jsonl.damaged")));
        }
    }

    @Test
    void conversationThatCantBeReadIsListedInError() throws Exception {
        try (var disk = new Disk(base)) {
            try (var journal = disk.create()) {
                Disk.say(journal, "still here");
            }
            Files.delete(disk.snapshot());
            var text = Files.readString(disk.log());
            Files.writeString(disk.log(), text.replaceFirst("demo", "dumb"));
        }
        try (var disk = new Disk(base)) {
            disk.store.start(_ -> {});
            var page = disk.store.catalogue().page(
                    ListOrder.CREATED_AT, Optional.of(ExecutionStatus.ERROR), Optional.empty(), 5);

            assertEquals(Disk.ID, page.items().getFirst().id());
            assertEquals(ExecutionStatus.ERROR,
                    disk.store.view(Disk.ID).orElseThrow().state().executionStatus());
            try (var journal = disk.open()) {
                assertTrue(journal.log().eventCount() > 0);
                assertEquals(ExecutionStatus.ERROR, journal.state().executionStatus());
            }
        }
    }

    @Test
    void conversationThatWasNeverMadeWholeIsNone() throws Exception {
        try (var disk = new Disk(base)) {
            Files.createDirectories(disk.directory());
            Files.writeString(disk.log(), "{\"seq\":1,\"sum\":\"00", StandardCharsets.US_ASCII);

            assertTrue(disk.store.view(Disk.ID).isEmpty());
            assertTrue(disk.store.open(Disk.ID).isEmpty());
            disk.create().close();
            assertTrue(disk.store.view(Disk.ID).isPresent());
        }
    }

    @Test
    void unknownEventKindIsKeptAndReturnedAsIs() throws Exception {
        var odd = "{\"kind\":\"FutureEvent\",\"id\":\"5f0c3f7e-70c1-4a30-9e5f-7e5b4f0c3f7e\","
                + "\"timestamp\":\"2026-01-01T00:00:00.000001\",\"source\":\"agent\",\"x\":[1, 2]}";
        try (var disk = new Disk(base)) {
            try (var journal = disk.create()) {
                journal.log().append(LogRecord.event(
                        odd.getBytes(StandardCharsets.UTF_8)));
                Disk.say(journal, "after");
            }
            try (var journal = disk.open()) {
                assertEquals(odd, new String(journal.log().event(0), StandardCharsets.UTF_8));
                assertFalse(journal.branch().messages().isEmpty());
            }
        }
    }

    @Test
    void clockThatIsSetBackMovesNoEventBack() throws Exception {
        var now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
        try (var disk = new Disk(base, now::get)) {
            try (var journal = disk.create()) {
                Disk.say(journal, "before");
                now.set(Instant.parse("2026-03-01T09:00:00Z"));
                Disk.say(journal, "after");
            }
            try (var journal = disk.open()) {
                Disk.say(journal, "after a restart");
                var log = journal.log();
                for (long i = 1; i < log.eventCount(); i++) {
                    assertTrue(log.header(i - 1).timestamp()
                            .compareTo(log.header(i).timestamp()) < 0);
                }
            }
        }
    }

    @Test
    void deletedConversationIsGoneFromDiskAndList() throws Exception {
        try (var disk = new Disk(base)) {
            disk.store.start(_ -> {});
            disk.create().close();
            assertEquals(1, disk.store.catalogue().count(Optional.empty()));

            disk.store.delete(Disk.ID);

            assertFalse(disk.store.exists(Disk.ID));
            assertEquals(0, disk.store.catalogue().count(Optional.empty()));
            try (var left = Files.list(disk.directory().getParent())) {
                assertTrue(left.noneMatch(file -> file.getFileName().toString()
                        .contains("0b7cb55e")));
            }
        }
    }

    @Test
    void tornEndIsNotShownAndCutAtTheNextOpening() throws Exception {
        try (var disk = new Disk(base)) {
            try (var journal = disk.create()) {
                Disk.say(journal, "whole");
            }
            var before = disk.store.view(Disk.ID).orElseThrow();
            Files.writeString(disk.log(), "{\"seq\":99,\"sum\":\"0000",
                    StandardOpenOption.APPEND);

            assertEquals(before.state().leafEventId(),
                    disk.store.view(Disk.ID).orElseThrow().state().leafEventId());
            disk.open().close();
            assertTrue(Files.readString(disk.log()).endsWith("}\n"));
        }
    }
}
