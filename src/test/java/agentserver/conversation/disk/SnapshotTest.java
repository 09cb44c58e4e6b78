package agentserver.conversation.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.conversation.journal.Journal;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.conversation.state.StateChange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotTest {

    @TempDir
    private Path base;

    /// A conversation with a snapshot in the middle of its life.
    private void write(Disk disk) {
        try (var journal = disk.create()) {
            Disk.say(journal, "one");
            journal.status(ExecutionStatus.PAUSED);
        }
        try (var journal = disk.open()) {
            Disk.say(journal, "two");
            journal.change(new StateChange.Titled("Two", Instant.EPOCH));
            journal.awaitDurable();
        }
    }

    @Test
    void closedConversationIsWhatItsSnapshotSays() throws Exception {
        try (var disk = new Disk(base)) {
            write(disk);
            var size = Files.size(disk.log());

            assertTrue(Files.readString(disk.snapshot()).contains("\"size\":" + size));
            assertFalse(Files.readString(disk.snapshot()).contains("sk-hello"));
            var view = disk.store.view(Disk.ID).orElseThrow();
            assertEquals("Two", view.meta().title());
            assertEquals(ExecutionStatus.PAUSED, view.state().executionStatus());
        }
    }

    @Test
    void theLogAloneRebuildsWhatASnapshotSays() throws Exception {
        try (var disk = new Disk(base)) {
            write(disk);
            var with = disk.store.view(Disk.ID).orElseThrow();
            Files.delete(disk.snapshot());
            var without = disk.store.view(Disk.ID).orElseThrow();

            assertEquals(with.meta(), without.meta());
            assertEquals(text(disk, with.state()), text(disk, without.state()));
            try (var journal = disk.open()) {
                assertEquals(text(disk, with.state()), text(disk, journal.state()));
                assertEquals(with.meta(), journal.meta());
            }
        }
    }

    private static String text(Disk disk, ConversationState state) {
        return disk.codec.shownState(state).toString();
    }

    @Test
    void onlyLaterChangesAreReplayed() throws Exception {
        try (var disk = new Disk(base)) {
            write(disk);
            var lines = Files.readAllLines(disk.log());
            var first = lines.getFirst();
            assertTrue(first.contains("\"created\"") || first.contains("Created"));
            damage(disk.log(), first.length() / 2);

            try (var journal = disk.open()) {
                assertEquals("demo/agent", journal.state().agent().runnable().llm().model());
                assertEquals("Two", journal.meta().title());
                assertEquals(1, journal.log().loadReport().damaged().size());
            }
        }
    }

    @Test
    void damagedSnapshotIsIgnoredAndReplaced() throws Exception {
        try (var disk = new Disk(base)) {
            write(disk);
            var good = disk.store.view(Disk.ID).orElseThrow();
            for (int at : new int[] {0, 5, 30, 200, (int) Files.size(disk.snapshot()) - 1}) {
                var bytes = Files.readAllBytes(disk.snapshot());
                damage(disk.snapshot(), at);
                assertEquals(good.meta(), disk.store.view(Disk.ID).orElseThrow().meta(), "at " + at);
                try (var journal = disk.open()) {
                    assertEquals(text(disk, good.state()), text(disk, journal.state()));
                }
                assertEquals(bytes.length, Files.size(disk.snapshot()));
                assertTrue(SnapshotFile.extent(disk.snapshot()).isPresent());
            }
            Files.write(disk.snapshot(), new byte[0]);
            assertEquals(good.meta(), disk.store.view(Disk.ID).orElseThrow().meta());
        }
    }

    @Test
    void snapshotWithAnotherDigitInItsHeadIsNotUsed() throws Exception {
        try (var disk = new Disk(base)) {
            write(disk);
            var text = Files.readString(disk.snapshot());
            for (var name : List.of("position", "events", "size")) {
                var changed = text.replaceFirst("\"" + name + "\":\\d", "\"" + name + "\":1");
                changed = changed.equals(text)
                        ? text.replaceFirst("\"" + name + "\":\\d", "\"" + name + "\":2")
                        : changed;
                Files.writeString(disk.snapshot(), changed);

                assertTrue(SnapshotFile.extent(disk.snapshot()).isEmpty(), name);
            }
        }
    }

    @Test
    void snapshotOfALongerLogIsIgnored() throws Exception {
        try (var disk = new Disk(base)) {
            write(disk);
            var lines = Files.readAllLines(disk.log());
            Files.writeString(disk.log(), String.join("\n", lines.subList(0, 3)) + "\n");

            try (var journal = disk.open()) {
                assertEquals(ExecutionStatus.IDLE, journal.state().executionStatus());
                assertEquals(null, journal.meta().title());
            }
        }
    }

    @Test
    void headThatWasMovedBackSurvivesASnapshot() {
        try (var disk = new Disk(base)) {
            String first;
            try (var journal = disk.create()) {
                Disk.say(journal, "one");
                first = journal.state().leafEventId();
                Disk.say(journal, "two");
                journal.moveHead(Optional.of(first), () -> {});
                journal.awaitDurable();
            }
            try (var journal = disk.open()) {
                assertEquals(first, journal.state().leafEventId());
                Disk.say(journal, "three");
            }
            try (var journal = disk.open()) {
                var leaf = journal.state().leafEventId();
                var index = journal.log().indexOf(leaf).orElseThrow();
                assertEquals(first, journal.log().header(index).parentId().orElseThrow());
            }
        }
    }

    @Test
    void headThatIsDamagedFallsBackToTheEventBeforeIt() throws Exception {
        try (var disk = new Disk(base)) {
            List<String> ids;
            try (var journal = disk.create()) {
                ids = fiveMessages(journal);
                journal.status(ExecutionStatus.PAUSED);
            }
            damage(disk.log(), Files.readString(disk.log()).indexOf("message 4"));

            try (var journal = disk.open()) {
                assertEquals(ids.get(3), journal.state().leafEventId());
            }
        }
    }

    @Test
    void headIsTheLastEventThoughEarlierOnesAreLost() throws Exception {
        try (var disk = new Disk(base)) {
            try (var journal = disk.create()) {
                Disk.say(journal, "one");
                Disk.say(journal, "two");
            }
            var known = Files.readAllBytes(disk.snapshot());
            String last;
            try (var journal = disk.open()) {
                Disk.say(journal, "three");
                last = journal.state().leafEventId();
            }
            Files.write(disk.snapshot(), known);
            damage(disk.log(), Files.readString(disk.log()).indexOf("\"one\"") + 1);

            try (var journal = disk.open()) {
                assertEquals(last, journal.state().leafEventId());
            }
        }
    }

    @Test
    void headThatWasMovedBackAndIsDamagedFallsBackToWhatIsBeforeIt() throws Exception {
        try (var disk = new Disk(base)) {
            List<String> ids;
            try (var journal = disk.create()) {
                ids = fiveMessages(journal);
                journal.moveHead(Optional.of(ids.get(2)), () -> {});
                journal.awaitDurable();
            }
            damage(disk.log(), Files.readString(disk.log()).indexOf("message 2"));

            try (var journal = disk.open()) {
                assertEquals(ids.get(1), journal.state().leafEventId());
            }
        }
    }

    private static void damage(Path file, int at) throws Exception {
        var bytes = Files.readAllBytes(file);
        bytes[at] ^= 0x11;
        Files.write(file, bytes);
    }

    /// Says `message 0` to `message 4`; the events' ids.
    private static List<String> fiveMessages(Journal journal) {
        var ids = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            Disk.say(journal, "message " + i);
            ids.add(journal.state().leafEventId());
        }
        return ids;
    }
}
