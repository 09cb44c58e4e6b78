package agentserver.conversation.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import agentserver.base.feed.Feed;
import agentserver.base.feed.FeedLimits;
import agentserver.base.json.Json;
import agentserver.base.secret.SecretKeys;
import agentserver.conversation.state.StartConversation;
import agentserver.conversation.disk.DiskConversations;
import agentserver.conversation.layout.PythonLayout;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.base.store.LeaseOwner;
import agentserver.base.store.LeaseTerms;
import agentserver.conversation.state.StateCodec;
import agentserver.event.EventSource;
import agentserver.event.MessageEvent;
import agentserver.event.StreamingDeltaEvent;
import agentserver.llm.Message;
import agentserver.llm.Role;
import agentserver.testing.Await;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path work;
    private Journal journal;

    @BeforeEach
    void start() throws Exception {
        journal = journal(new FeedLimits(1_000, 64, 1 << 20, Duration.ofSeconds(1)));
    }

    private Journal journal(FeedLimits limits) {
        var json = new Json(List.of());
        var keys = new SecretKeys(List.of("key"), work.resolve("key"));
        var codec = new StateCodec(json, keys);
        var places = new Places(work, Path.of("c"), InstantSource.system(), ZoneOffset.UTC);
        var start = json.read("""
                {"workspace": {"working_dir": "w"}, "agent": {"llm": {"model": "demo/agent"}}}
                """.getBytes(StandardCharsets.UTF_8), StartConversation.class);
        var id = UUID.randomUUID();
        var store = new DiskConversations(
                places, codec, json, new PythonLayout(json, keys),
                new LeaseTerms(LeaseOwner.ofThisProcess(), Duration.ZERO, places.clock()),
                Map.of());
        var stored = store.create(id, new NewConversation(
                ConversationState.initial(id, start, "c"),
                ConversationMeta.initial(start, places.clock().instant()), Optional.empty()))
                .orElseThrow();
        return new Journal(
                stored, codec, new Feed<>(limits, frame -> frame.json().length), places.clock());
    }

    @AfterEach
    void stop() {
        journal.close();
    }

    private void say(String text) {
        journal.append(MessageEvent.of(EventSource.USER, Message.text(Role.USER, text)));
    }

    /// Keeps what it is given; may be made to take its time.
    private static final class Recording implements Watch.Outlet {
        final List<Frame> frames = new CopyOnWriteArrayList<>();
        final List<String> ends = new CopyOnWriteArrayList<>();
        final CountDownLatch gate;

        Recording(CountDownLatch gate) {
            this.gate = gate;
        }

        static Recording quick() {
            return new Recording(new CountDownLatch(0));
        }

        @Override
        public void send(Frame frame) throws InterruptedException {
            frames.add(frame);
            gate.await();
        }

        @Override
        public void ended(WatchEnd end, long lastSequence) {
            ends.add(end + " " + lastSequence);
        }

        List<Frame> await(int count) throws Exception {
            Await.until(count + " frames", PATIENCE, () -> frames.size() >= count);
            return frames;
        }
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void thousandSubscribersShareOneEncoding() throws Exception {
        var outlets = new ArrayList<Recording>();
        for (int i = 0; i < 1_000; i++) {
            outlets.add(Recording.quick());
            Watch.of(journal, new Resend.Nothing(), outlets.getLast());
        }
        for (var outlet : outlets) {
            outlet.await(1);
        }

        say("to all");

        var first = outlets.getFirst().await(2);
        for (var outlet : outlets) {
            var frames = outlet.await(2);
            assertSame(first.get(1).json(), frames.get(1).json());
            assertSame(first.get(1).numbered(), frames.get(1).numbered());
        }
    }

    @Test
    void aSequenceStandsInFrontOfTheEvent() throws Exception {
        var outlet = Recording.quick();
        Watch.of(journal, new Resend.Nothing(), outlet);
        say("one");
        journal.publish(StreamingDeltaEvent.content("two"));

        var frames = outlet.await(3);

        var state = frames.get(0);
        var event = frames.get(1);
        var delta = frames.get(2);
        assertEquals("{\"seq\":" + event.sequence() + "," + text(event.json()).substring(1),
                text(event.numbered()));
        assertTrue(text(state.numbered()).startsWith("{\"seq\":" + state.sequence()
                + ",\"last_seq\":" + state.sequence() + ","), text(state.numbered()));
        assertTrue(event.sequence() > state.sequence());
        assertSame(delta.json(), delta.numbered());
    }

    @Test
    void deltasKeepTheirPlaceAmongTheEvents() throws Exception {
        var outlet = Recording.quick();
        Watch.of(journal, new Resend.Nothing(), outlet);
        for (int i = 0; i < 10; i++) {
            journal.publish(StreamingDeltaEvent.content("part " + i));
            say("whole " + i);
        }

        var frames = outlet.await(21);

        for (int i = 0; i < 10; i++) {
            assertTrue(text(frames.get(1 + 2 * i).json()).contains("part " + i));
            assertTrue(text(frames.get(2 + 2 * i).json()).contains("whole " + i));
        }
    }

    @Test
    void oneThatIsTooSlowIsToldWhatItWasSentLast() throws Exception {
        var gate = new CountDownLatch(1);
        var slow = new Recording(gate);
        var quick = Recording.quick();
        Watch.of(journal, new Resend.Nothing(), slow);
        Watch.of(journal, new Resend.Nothing(), quick);
        for (int i = 0; i < 200; i++) {
            say("message " + i);
            quick.await(2 + i);
        }

        Await.until("the end", PATIENCE, () -> !slow.ends.isEmpty());

        assertEquals(List.of("TOO_SLOW " + slow.frames.getLast().sequence()), slow.ends);
        assertEquals(201, quick.frames.size());
        assertEquals(List.of(), quick.ends);
    }

    @Test
    void eventsReachTheDiskThoughNobodyWaitsForThem() throws Exception {
        for (int i = 0; i < 1_000; i++) { // more than any queue here holds
            say("message " + i);
        }
        Await.until("all to be durable", PATIENCE, () -> journal.log().eventCount() == 1_000);
        say("another");
        Await.until("another", PATIENCE, () -> journal.log().eventCount() == 1_001);
    }

    @Test
    void theEndOfTheConversationSaysWhetherItIsGone() throws Exception {
        var kept = Recording.quick();
        Watch.of(journal, new Resend.Nothing(), kept);
        kept.await(1);
        journal.close();
        Await.until("the end", PATIENCE, () -> !kept.ends.isEmpty());
        assertTrue(kept.ends.getFirst().startsWith("PUT_AWAY"), kept.ends.toString());

        journal = journal(new FeedLimits(10, 64, 1 << 20, Duration.ofSeconds(1)));
        var deleted = Recording.quick();
        Watch.of(journal, new Resend.Nothing(), deleted);
        deleted.await(1);
        journal.markDeleted();
        journal.close();
        Await.until("the end", PATIENCE, () -> !deleted.ends.isEmpty());
        assertTrue(deleted.ends.getFirst().startsWith("DELETED"), deleted.ends.toString());
    }

    @Test
    void aWatchThatBeginsInTheMiddleMissesNothing() throws Exception {
        journal.close();
        journal = journal(new FeedLimits(1_000, 1_000, 1 << 24, Duration.ofSeconds(1)));
        var writer = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 300; i++) {
                say("message " + i);
                Thread.yield();
            }
        });
        var outlets = new ArrayList<Recording>();
        for (int i = 0; i < 20; i++) {
            outlets.add(Recording.quick());
            Watch.of(journal, new Resend.All(), outlets.getLast());
            outlets.getLast().await(1);
        }
        assertTrue(writer.join(PATIENCE));

        for (var outlet : outlets) {
            var sequences = outlet.await(301).stream().filter(Frame::isStored)
                    .map(Frame::sequence).toList();
            assertEquals(sequences.stream().distinct().sorted().toList(), sequences);
            assertEquals(300, sequences.size());
        }
    }
}
