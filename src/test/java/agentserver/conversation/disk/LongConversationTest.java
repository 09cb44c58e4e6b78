package agentserver.conversation.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.conversation.journal.EventFilter;
import agentserver.conversation.journal.EventOrder;
import agentserver.conversation.journal.EventSearch;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.testing.Await;
import agentserver.testing.RunningServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LongConversationTest {

    private static final int EVENTS = 10_000;
    private static final EventFilter ALL = new EventFilter(Optional.empty(), Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty());

    @TempDir
    private Path base;

    /// How many bytes this process has read so far.
    private static long bytesRead() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("rchar: "))
                .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
                .sum();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void latestEventsReadCostsThePage() throws Exception {
        try (var disk = new Disk(base); var journal = disk.create()) {
            for (int i = 0; i < EVENTS; i++) {
                journal.append(Disk.message("message " + i));
            }
            journal.awaitDurable();
            var search = new EventSearch(journal.log(), disk.codec);
            var read = Long.MAX_VALUE;
            for (int i = 0; i < 5; i++) { // other threads read too: the least is what the page costs
                var before = bytesRead();

                var page = search.page(ALL, EventOrder.TIMESTAMP_DESC, Optional.empty(), 50);

                read = Math.min(read, bytesRead() - before);
                assertEquals(50, page.items().size());
                assertTrue(new String(page.items().getFirst())
                        .contains("message " + (EVENTS - 1)));
            }
            assertTrue(Files.size(disk.log()) > 2_000_000);
            assertTrue(read < 100_000, "a page read " + read + " bytes");
        }
    }

    @Test
    void interruptedRunIsNotStuckInRunning() throws Exception {
        var workspace = base.resolve("workspace");
        try (var disk = new Disk(workspace, InstantSource.system(), Duration.ZERO)) {
            disk.store.start(_ -> {});
            var journal = disk.create();
            Disk.say(journal, "go");
            journal.status(ExecutionStatus.RUNNING);
            journal.awaitDurable();
            journal.log().close(); // as if killed: nothing else is put away
        }
        try (var server = RunningServer.start(base, Map.of(
                "OH_SESSION_API_KEYS_0", RunningServer.KEY, "OH_SECRET_KEY", "golden-key"))) {
            Await.until("nobody to be running", Duration.ofSeconds(60), () -> server.client()
                    .get("/api/conversations/count?status=running").json().intValue() == 0);
            assertEquals("error", server.client().get("/api/conversations/" + Disk.ID)
                    .json().get("execution_status").textValue());
        }
    }
}
