package agentserver.conversation.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.feed.Feed;
import agentserver.base.feed.FeedLimits;
import agentserver.base.json.Json;
import agentserver.base.secret.SecretKeys;
import agentserver.base.store.LeaseOwner;
import agentserver.base.store.LeaseTerms;
import agentserver.conversation.disk.DiskConversations;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.journal.NewConversation;
import agentserver.conversation.journal.Places;
import agentserver.conversation.layout.PythonLayout;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.conversation.state.StateCodec;
import agentserver.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class RunControlTest {

    @TempDir
    private Path work;

    @Test
    void aRunThatHeedsNoInterruptIsLeftBehindAndSaysNothingMore() throws Exception {
        var release = new CountDownLatch(1);
        var running = new CompletableFuture<Thread>();
        var limits = new RunLimits(new Admission(1, 1), Duration.ofSeconds(1));
        try (var journal = journal()) {
            var control = new RunControl(journal, _ -> {
                running.complete(Thread.currentThread());
                awaitDeaf(release);
                throw new IllegalStateException("it went on after all");
            }, limits);
            control.start();
            var thread = running.get();

            control.interrupt();

            assertFalse(control.isRunning());
            assertEquals(ExecutionStatus.PAUSED, journal.state().executionStatus());
            assertEquals(0, limits.admission().load().inProgress(), "its place is free");
            release.countDown();
            assertTrue(thread.join(Duration.ofSeconds(30)));
            assertEquals(ExecutionStatus.PAUSED, journal.state().executionStatus());
            control.close();
        }
    }

    /// Its status shows already how it ended, or that a message came since.
    @ParameterizedTest
    @EnumSource(names = {"FINISHED", "STUCK", "ERROR", "IDLE"})
    void whoStartsARunWhileTheLastOneLeavesWaitsForThat(ExecutionStatus last) throws Exception {
        var release = new CountDownLatch(1);
        var said = new CountDownLatch(1);
        var runs = new AtomicInteger();
        var limits = new RunLimits(new Admission(1, 1), Duration.ofSeconds(1));
        try (var journal = journal()) {
            var control = new RunControl(journal, _ -> {
                runs.incrementAndGet();
                journal.status(last);
                said.countDown();
                awaitDeaf(release);
                throw new IllegalStateException("it is over");
            }, limits);
            control.start();
            said.await();

            var next = new FutureTask<>(control::start, true);
            var thread = Thread.ofPlatform().start(next);
            Await.until("it to wait, or to be refused", Duration.ofSeconds(30), () ->
                    thread.getState() == Thread.State.TIMED_WAITING || next.isDone());
            release.countDown();

            assertTrue(next.get());
            Await.until("the next run", Duration.ofSeconds(30), () -> runs.get() == 2);
            control.close();
        }
    }

    private static void awaitDeaf(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException _) {
                // that is what it is: deaf
            }
        }
    }

    private Journal journal() {
        var json = new Json(List.of());
        var keys = new SecretKeys(List.of("key"), work.resolve("key"));
        var codec = new StateCodec(json, keys);
        var places = new Places(work, Path.of("c"), InstantSource.system(), ZoneOffset.UTC);
        var start = codec.start("""
                {"workspace": {"working_dir": "w"}, "agent": {"llm": {"model": "demo/agent"}}}
                """);
        var id = UUID.randomUUID();
        var store = new DiskConversations(
                places, codec, json, new PythonLayout(json, keys),
                new LeaseTerms(LeaseOwner.ofThisProcess(), Duration.ZERO, places.clock()),
                Map.of());
        var stored = store.create(id, new NewConversation(
                ConversationState.initial(id, start, "c"),
                ConversationMeta.initial(start, places.clock().instant()), Optional.empty()))
                .orElseThrow();
        var limits = new FeedLimits(1_000, 64, 1 << 20, Duration.ofSeconds(1));
        return new Journal(
                stored, codec, new Feed<>(limits, frame -> frame.json().length), places.clock());
    }
}
