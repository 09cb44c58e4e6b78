package agentserver.conversation.disk;

import agentserver.base.feed.Feed;
import agentserver.base.feed.FeedLimits;
import agentserver.base.json.Json;
import agentserver.base.secret.SecretKeys;
import agentserver.base.store.LeaseOwner;
import agentserver.base.store.LeaseTerms;
import agentserver.conversation.journal.Frame;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.journal.NewConversation;
import agentserver.conversation.journal.Places;
import agentserver.conversation.journal.StoredConversation;
import agentserver.conversation.layout.PythonLayout;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.StateCodec;
import agentserver.event.EventSource;
import agentserver.event.MessageEvent;
import agentserver.event.log.EventLog;
import agentserver.llm.Message;
import agentserver.llm.Role;
import agentserver.tool.ThinkAction;
import agentserver.tool.ThinkObservation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/// Conversations in a directory of a test, opened and written without a server.
final class Disk implements AutoCloseable {

    static final UUID ID = UUID.fromString("0b7cb55e-3e98-4259-998b-6343c08ef98d");
    private static final String KEY = "golden-key";

    final Json json = new Json(List.of(ThinkAction.class, ThinkObservation.class));
    final SecretKeys keys;
    final StateCodec codec;
    final Places places;
    final PythonLayout python;
    final DiskConversations store;
    private final InstantSource clock;

    Disk(Path base) {
        this(base, InstantSource.system());
    }

    /// @param clock that time may be set by
    Disk(Path base, InstantSource clock) {
        this(base, clock, Duration.ofSeconds(45));
    }

    /// @param lease zero for none
    Disk(Path base, InstantSource clock, Duration lease) {
        this.clock = clock;
        keys = new SecretKeys(List.of(KEY), base.resolve(".secret_key"));
        codec = new StateCodec(json, keys);
        places = new Places(base, Path.of("conversations"), clock, ZoneOffset.UTC);
        python = new PythonLayout(json, keys);
        store = new DiskConversations(places, codec, json, python, new LeaseTerms(
                LeaseOwner.ofThisProcess(), lease, clock), Map.of());
    }

    Path directory() {
        return places.directory(ID);
    }

    Path log() {
        return directory().resolve(DiskConversations.LOG_FILE);
    }

    Path snapshot() {
        return directory().resolve(SnapshotFile.NAME);
    }

    /// Makes the conversation [#ID].
    Journal create() {
        return tryCreate().orElseThrow();
    }

    /// Makes it, with something between it and its log.
    Journal create(UnaryOperator<EventLog> around) {
        return tryCreate(around).orElseThrow();
    }

    /// The same, if the store lets it.
    Optional<Journal> tryCreate() {
        return tryCreate(log -> log);
    }

    private Optional<Journal> tryCreate(UnaryOperator<EventLog> around) {
        var start = codec.start("""
                {"agent": {"llm": {"model": "demo/agent", "api_key": "sk-hello"}, "tools": []},
                 "workspace": {"working_dir": "work"}, "tags": {"team": "blue"},
                 "autotitle": false, "max_iterations": 10000}
                """);
        var state = ConversationState.initial(ID, start, places.shown(ID).toString());
        var meta = ConversationMeta.initial(
                start, clock.instant().truncatedTo(ChronoUnit.MICROS));
        return store.create(ID, new NewConversation(state, meta, Optional.empty()))
                .map(stored -> journal(new StoredConversation(around.apply(stored.log()),
                        stored.state(), stored.meta(), stored.times(), stored.answers(),
                        stored.custody())));
    }

    Journal open() {
        return open(ID);
    }

    Journal open(UUID id) {
        return journal(store.open(id).orElseThrow());
    }

    private Journal journal(StoredConversation stored) {
        var limits = new FeedLimits(10, 1_000, 1 << 20, Duration.ofSeconds(1));
        return new Journal(
                stored, codec, new Feed<Frame>(limits, frame -> frame.json().length), clock);
    }

    static MessageEvent message(String text) {
        return MessageEvent.of(EventSource.USER, Message.text(Role.USER, text));
    }

    static void say(Journal journal, String text) {
        journal.hear(message(text), Optional.empty());
        journal.awaitDurable();
    }

    @Override
    public void close() {
        store.close();
    }
}
