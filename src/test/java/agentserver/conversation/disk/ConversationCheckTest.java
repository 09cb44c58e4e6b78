package agentserver.conversation.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.store.LeaseOwner;
import agentserver.base.store.LeaseTerms;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.conversation.state.StateChange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A check finds what is wrong, and its repair takes nothing from what a server still reads.
class ConversationCheckTest {

    private static final int MESSAGES = 30;

    /// What a server makes of a conversation.
    private record Seen(String state, String meta, String view, List<String> events) {}

    @TempDir
    private Path base;
    private Path home;
    private Path log;
    private Path snapshot;

    @BeforeEach
    void writeAConversation() {
        home = base.resolve("home");
        try (var disk = new Disk(home)) {
            try (var journal = disk.create()) {
                for (int i = 0; i < MESSAGES; i++) {
                    Disk.say(journal, "message " + i);
                }
                journal.status(ExecutionStatus.PAUSED);
                journal.change(new StateChange.Titled("Titled", Instant.EPOCH));
                for (int i = 0; i < MESSAGES; i++) {
                    Disk.say(journal, "more " + i);
                }
            }
            log = disk.log();
            snapshot = disk.snapshot();
        }
    }

    @Test
    void repairKeepsWhatTheServerReadsWhereTheBeginningIsDamaged() throws Exception {
        assertRepairKeepsAll(bytes -> flipped(bytes, lineStart(bytes, 1) - 20));
    }

    @Test
    void repairKeepsBothRecordsWhereALineEndIsDamaged() throws Exception {
        assertRepairKeepsAll(bytes -> flipped(bytes, lineStart(bytes, MESSAGES) - 1));
    }

    @Test
    void repairKeepsTheLastRecordWhereItsEndIsDamaged() throws Exception {
        assertRepairKeepsAll(bytes -> flipped(bytes, bytes.length - 1));
    }

    @Test
    void repairKeepsARecordBehindZeros() throws Exception {
        assertRepairKeepsAll(bytes -> inserted(bytes, lineStart(bytes, 9), new byte[100]));
    }

    @Test
    void repairKeepsAChangeWhoseRecordIsDamaged() throws Exception {
        assertRepairKeepsAll(bytes -> flipped(
                bytes, new String(bytes, StandardCharsets.ISO_8859_1).indexOf("Titled") + 1));
    }

    @Test
    void repairMakesNoMoreOfADamagedLastRecordThanTheServer() throws Exception {
        assertRepairKeepsAll(bytes -> flipped(bytes, bytes.length - 20));
    }

    private void assertRepairKeepsAll(UnaryOperator<byte[]> damage) throws Exception {
        var whole = Files.readAllBytes(log);
        Files.write(log, damage.apply(whole));
        copy(home, base.resolve("unmended"));

        assertNotEquals(List.of(), check(false));
        assertTrue(check(true).stream().allMatch(it -> it.endsWith("(mended)")));
        assertEquals(List.of(), check(false));

        assertEquals(seen(base.resolve("unmended")), seen(home));
        assertEquals(List.of(), check(false));
    }

    private List<String> check(boolean mends) throws IOException {
        return check(log.getParent(), mends);
    }

    private static List<String> check(Path directory, boolean mends) throws IOException {
        var found = new ArrayList<String>();
        new ConversationCheck(new LeaseTerms(LeaseOwner.ofThisProcess(), Duration.ofSeconds(45),
                InstantSource.system()), mends, finding -> found.add(finding.toString()))
                .check(directory);
        return found;
    }

    private static Seen seen(Path home) {
        try (var disk = new Disk(home)) {
            var view = disk.codec.shownState(disk.store.view(Disk.ID).orElseThrow().state());
            try (var journal = disk.open()) {
                var events = journal.log().events(0, Integer.MAX_VALUE).stream()
                        .map(json -> new String(json, StandardCharsets.UTF_8)).toList();
                return new Seen(disk.codec.shownState(journal.state()).toString(),
                        journal.meta().toString(), view.toString(), events);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    private static byte[] flipped(byte[] bytes, int at) {
        var changed = bytes.clone();
        changed[at] ^= 0x21;
        return changed;
    }

    private static byte[] inserted(byte[] bytes, int at, byte[] more) {
        var changed = new ByteArrayOutputStream();
        changed.write(bytes, 0, at);
        changed.writeBytes(more);
        changed.writeBytes(Arrays.copyOfRange(bytes, at, bytes.length));
        return changed.toByteArray();
    }

    private static int lineStart(byte[] bytes, int line) {
        var at = 0;
        for (var i = 0; i < line; at++) {
            i += bytes[at] == '\n' ? 1 : 0;
        }
        return at;
    }

    @Test
    void snapshotOfALongerLogIsFoundAndSetAside() throws Exception {
        Files.write(log, new byte[0]);

        assertEquals(1, check(false).size());
        assertTrue(check(true).getFirst().contains("the log ends at 0"));

        assertEquals(List.of(), check(false));
        assertFalse(Files.exists(snapshot));
        assertTrue(Files.exists(snapshot.resolveSibling("snapshot.json.damaged")));
    }

    @Test
    void fileThatCantBeReadIsAFindingAndTheRestIsChecked() throws Exception {
        Files.delete(snapshot);
        Files.createDirectories(snapshot.resolve("within"));
        var bytes = Files.readAllBytes(log);
        Files.write(log, flipped(bytes, lineStart(bytes, 9) + 90));
        var other = log.getParent().resolveSibling("1".repeat(32));
        Files.createDirectory(other);
        Files.write(other.resolve(log.getFileName()), flipped(bytes, bytes.length - 1));

        var found = check(log.getParent().getParent(), true);
        assertTrue(found.stream().anyMatch(it -> it.startsWith(log + ": at ")), found.toString());
        assertTrue(found.stream().anyMatch(it -> it.startsWith(other + "/")), found.toString());

        var left = check(log.getParent().getParent(), false);
        assertEquals(1, left.size(), left.toString());
        assertTrue(left.getFirst().contains("snapshot.json: can't be"));
        assertEquals(bytes.length, Files.size(other.resolve(log.getFileName())));
    }
}
