package agentserver.conversation;

import agentserver.base.fault.Fault;
import agentserver.base.feed.Feed;
import agentserver.conversation.catalogue.Catalogue;
import agentserver.conversation.credential.CredentialSource;
import agentserver.conversation.journal.ConversationStore;
import agentserver.conversation.journal.ConversationView;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.journal.NewConversation;
import agentserver.conversation.journal.Places;
import agentserver.conversation.journal.RequestKey;
import agentserver.conversation.journal.StoredConversation;
import agentserver.conversation.run.AutoTitle;
import agentserver.conversation.run.LocalAgents;
import agentserver.conversation.run.Recovery;
import agentserver.conversation.run.RunControl;
import agentserver.conversation.run.TitleTask;
import agentserver.conversation.state.ConversationInfo;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.ExecutionStatus;
import agentserver.conversation.state.StartConversation;
import agentserver.conversation.state.StateCodec;
import agentserver.event.log.EventTimestamps;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;

/// All conversations of this server: opens, finds, lists, copies, keeps and deletes them.
///
/// Those that are in use are in memory ([LoadedConversations]), all are in the store; listing and showing
/// one does not load it. Any thread may call it.
public final class ConversationService implements AutoCloseable {

    /// The answer to a start.
    ///
    /// @param isNew    false when the id was known already; then nothing was changed
    /// @param hasToRun whether the agent has something to do; see [Conversation#resume]
    record Started(Conversation conversation, boolean isNew, boolean hasToRun) {}

    private static final Duration MAKING = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = 10_000_000;
    private static final Logger LOG = System.getLogger(ConversationService.class.getName());

    private final ConversationParts parts;
    private final Places places;
    private final LocalAgents agents;
    private final ConversationStore store;
    private final Catalogue catalogue;
    private final StateCodec codec;
    private final AutoTitle titles;
    private final Credentials credentials;
    private final Opening opening;
    private final LoadedConversations loaded;
    private final Listing listing;

    public ConversationService(ConversationParts parts) {
        this.parts = parts;
        places = parts.agents().places();
        agents = new LocalAgents(parts.agents());
        codec = parts.codec();
        store = parts.store();
        catalogue = store.catalogue();
        credentials = new Credentials(parts.agents().credentials(), store);
        titles = new AutoTitle(parts.agents().llm());
        opening = new Opening(
                parts.agents(), parts.worktrees(), codec,
                id -> listing().view(id).map(ConversationView::state));
        loaded = new LoadedConversations(store::exists, this::open, parts.memory());
        listing = new Listing(store, codec, loaded);
    }

    /// Begins to look after what is on the disk, in the background: the list of all conversations, and
    /// those that a server which is gone left running. Before that nothing is written there. Called
    /// once.
    public void start() {
        store.start(this::recover);
    }

    /// Loading it is what mends it; where that can't be now, the next who asks for it does.
    private void recover(UUID id) {
        try {
            load(id);
        } catch (Fault e) {
            LOG.log(Level.WARNING, "conversation {0} was left running, and is not mended yet: {1}",
                    id, e.getMessage());
        }
    }

    /// Opens a conversation, or finds the one with the id that is asked for.
    ///
    /// A request that is repeated with its key finds what it made; what a crash kept from being said is
    /// said then. The agent does not work yet: that is the caller's to begin, once it knows what to
    /// answer. Returns when all is on the disk.
    ///
    /// @throws Fault.Unprocessable when what is asked for can't be had, or the key came with another
    ///         request
    Started start(
            StartConversation request, Optional<RequestKey> key, Consumer<Runnable> atEnd) {
        var id = key.flatMap(it -> catalogue.madeWith(it.key()))
                .or(() -> Optional.ofNullable(request.conversationId()))
                .or(() -> key.map(RequestKey::conversationId))
                .orElseGet(UUID::randomUUID);
        Optional<LoadedConversations.Found> found;
        try {
            found = loaded.findOrMake(id, () -> make(id, request, key), atEnd);
        } catch (Fault.Awaiting awaiting) {
            return new Started(shown(id, request, key, awaiting, atEnd), false, false);
        }
        if (found.isEmpty()) {
            return new Started(elsewhere(id, atEnd), false, false);
        }
        var started = found.get();
        var conversation = started.conversation();
        var answered = key.flatMap(conversation::answered);
        if (!started.isNew() && answered.isEmpty()) {
            found(conversation, request, key);
        }
        var isOurs = started.isNew() || answered.filter(it -> it.status() == 201).isPresent();
        var first = key.map(RequestKey::ofInitialMessage);
        if (isOurs && request.initialMessage() != null) {
            conversation.send(request.initialMessage().message(), false, first);
        }
        if (started.isNew()) {
            tell(conversation);
        }
        return new Started(conversation, started.isNew(), request.initialMessage() != null
                && (started.isNew() || first.filter(conversation::isUnheard).isPresent()));
    }

    /// One that is known, but waits for its secrets: it is shown, where nothing has to be written in it.
    private Conversation shown(UUID id, StartConversation request, Optional<RequestKey> key,
            Fault.Awaiting awaiting, Consumer<Runnable> atEnd) {
        if (key.isPresent() || request.secrets().containsKey(Credentials.CODEX)) {
            throw awaiting;
        }
        return readOnly(id, atEnd).orElseThrow(() -> awaiting);
    }

    /// Of a request for a conversation that is there, one secret is taken over and no more.
    private void found(
            Conversation conversation, StartConversation asked, Optional<RequestKey> key) {
        credentials.takeOver(conversation, opening.readable(asked));
        key.map(it -> it.answered(200, "", info(conversation, false)))
                .ifPresent(conversation.journal()::found);
        conversation.journal().awaitDurable();
    }

    /// The conversation that another server has, or is making at this moment: to be read alone.
    ///
    /// @throws Fault.Conflict when there is nothing to be read in time
    private Conversation elsewhere(UUID id, Consumer<Runnable> atEnd) {
        for (long left = MAKING.toNanos(); ; left -= LOOK_NANOS) { // looks: a clock goes on in a standstill
            var isWhole = store.view(id).isPresent(); // before it is looked for: it may come meanwhile
            var found = readOnly(id, atEnd);
            if (found.isPresent()) {
                return found.get();
            }
            if (isWhole || left <= 0 || Thread.currentThread().isInterrupted()) {
                throw new Fault.Conflict("Conversation with id " + id + " is another server's");
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private Optional<Conversation> make(
            UUID id, StartConversation request, Optional<RequestKey> key) {
        if (store.view(id).isPresent()) { // it could not be opened: another server's
            return Optional.empty();
        }
        if (request.initialMessage() != null) { // its agent will want to run
            parts.runs().admission().check();
        }
        var start = opening.resolve(id, request);
        var meta = ConversationMeta.initial(
                start, places.clock().instant().truncatedTo(ChronoUnit.MICROS))
                .requiring(parts.agents().credentials().names(id));
        var state = ConversationState.initial(id, meta.start(), places.shown(id).toString());
        var answered = key.map(it -> it.answered(201, "", codec.info(
                ConversationInfo.of(state, meta, List.of()).withoutSkills())));
        return store.create(id, new NewConversation(state, meta, answered)).map(this::live);
    }

    /// Makes a conversation that begins as another stands, or stood at one of its events.
    ///
    /// @throws Fault.NotFound when there is no such conversation or event
    /// @throws Fault.Conflict when the id is taken
    Conversation fork(UUID sourceId, ForkConversation request, Consumer<Runnable> atEnd) {
        var source = use(sourceId, atEnd)
                .orElseThrow(() -> new Fault.NotFound("Source conversation not found"));
        var id = Optional.ofNullable(request.id()).orElseGet(UUID::randomUUID);
        var fork = Fork.of(source.journal(), id, request, places);
        return loaded.findOrMake(id, () -> {
            if (!store.copy(fork.state(), fork.meta(), fork.events())) {
                return Optional.empty();
            }
            parts.agents().credentials().share(sourceId, id);
            return open(id);
        }, atEnd)
                .filter(LoadedConversations.Found::isNew)
                .map(LoadedConversations.Found::conversation)
                .orElseThrow(() -> new Fault.Conflict(
                        "Conversation with id " + id + " already exists"));
    }

    /// What all of them look like.
    Listing listing() {
        return listing;
    }

    /// The same of one that is loaded.
    byte[] info(Conversation conversation, boolean skills) {
        return listing.info(conversation, skills);
    }

    /// Sees to it that a conversation is in memory, for now.
    ///
    /// @return whether there is one
    public boolean load(UUID id) {
        return with(id, _ -> true).isPresent();
    }

    /// Does something with a conversation, loaded if need be; it stays loaded meanwhile, and as long as
    /// somebody watches it or something runs in it.
    ///
    /// @return what came of it; empty when there is no such conversation
    /// @throws Fault.Busy when as many as there may be are in use
    public <T> Optional<T> with(UUID id, Function<Conversation, T> work) {
        return loaded.with(id, work);
    }

    /// The conversation with this id, loaded if need be; it stays loaded until the use is over.
    ///
    /// @param atEnd is given what has to be done then
    /// @throws Fault.Busy when as many as there may be are in use
    Optional<Conversation> use(UUID id, Consumer<Runnable> atEnd) {
        return loaded.use(id, atEnd);
    }

    /// @throws Fault.NotFound when there is none, as conversations say it
    Conversation get(UUID id, Consumer<Runnable> atEnd) {
        return use(id, atEnd).orElseThrow(() -> new Fault.NotFound("Not Found"));
    }

    /// @throws Fault.NotFound when there is none, as events say it
    Conversation forEvents(UUID id, Consumer<Runnable> atEnd) {
        return use(id, atEnd).orElseThrow(() -> unknown(id));
    }

    /// The same to read alone: also one that another server has open, or that can't be written, as it is
    /// on the disk.
    Conversation toRead(UUID id, Consumer<Runnable> atEnd) {
        try {
            return use(id, atEnd).or(() -> readOnly(id, atEnd)).orElseThrow(() -> unknown(id));
        } catch (Fault.Failed failed) {
            return readOnly(id, atEnd).orElseThrow(() -> failed);
        }
    }

    private Optional<Conversation> readOnly(UUID id, Consumer<Runnable> atEnd) {
        var read = store.openReadOnly(id).map(this::live);
        read.ifPresent(conversation -> atEnd.accept(conversation::close));
        return read;
    }

    private static Fault unknown(UUID id) {
        return new Fault.NotFound("Conversation not found: " + id);
    }

    /// Tells the listener what became of a conversation.
    void tell(Conversation conversation) {
        tell(conversation.id(), conversation.wholeInfoJson(List.of()));
    }

    private void tell(UUID id, byte[] info) {
        try {
            parts.listener().changed(id, info);
        } catch (RuntimeException e) { // the border: who listens must not break what was done
            LOG.log(Level.WARNING, "nobody could be told of conversation " + id, e);
        }
    }

    /// Deletes a conversation: stops its agent, tells those who watch, removes its directory. The
    /// workspace stays. One that can't be opened is deleted too. Blocks until the agent has stopped, or
    /// the time for that is over.
    ///
    /// @throws Fault.Refused when there is none, or another server has it
    void delete(UUID id) {
        var isGone = loaded.end(id, it -> store.open(it).map(this::live), conversation -> {
            tell(id, codec.info(conversation.info(ExecutionStatus.DELETING)));
            close(conversation);
            parts.agents().credentials().remove(id);
            return store.delete(id);
        }, () -> deleteUnopened(id));
        if (!isGone) {
            throw new Fault.Refused("Bad Request");
        }
    }

    private boolean deleteUnopened(UUID id) {
        store.view(id).ifPresent(view -> tell(id, codec.info(ConversationInfo.of(
                view.state().with(draft -> draft.executionStatus = ExecutionStatus.DELETING),
                view.meta(), List.of()))));
        return store.delete(id);
    }

    /// A time as events write it.
    public String eventTime(Instant instant) {
        return EventTimestamps.text(instant, places.offset());
    }

    private Optional<Conversation> open(UUID id) {
        var opened = credentials.open(id).map(this::live);
        opened.ifPresent(conversation -> {
            credentials.require(conversation);
            Recovery.recover(conversation.journal());
        });
        return opened;
    }

    private Conversation live(StoredConversation stored) {
        var journal = new Journal(
                stored, codec, new Feed<>(parts.feed(), frame -> frame.json().length),
                places.clock());
        var conversation = new Conversation(
                journal, codec, new RunControl(journal, agents, parts.runs()),
                new TitleTask(journal, titles), parts.listener());
        try {
            parts.listener().loaded(conversation);
        } catch (RuntimeException e) {
            conversation.close();
            throw e;
        }
        return conversation;
    }

    /// Puts all conversations away, side by side; the next who asks for one loads it again. Blocks until
    /// their agents have stopped.
    void putAway() {
        loaded.putAway();
        parts.agents().credentials().clear();
    }

    /// Says where a secret of a conversation is kept, be there one of this id yet or not. Blocks until the
    /// source was asked.
    ///
    /// @throws Fault when it does not tell, or it is too late for that
    void bind(UUID id, String name, CredentialSource source) {
        Credentials.probe(source);
        loaded.apart(id, live -> credentials.bind(id, live, name, source));
    }

    private static void close(Conversation conversation) {
        try {
            conversation.closeDeleted();
        } catch (RuntimeException e) { // it is gone all the same
            LOG.log(Level.ERROR, "conversation could not be put away cleanly", e);
        }
    }

    /// Puts all conversations away for good.
    @Override
    public void close() {
        loaded.close();
        store.close();
    }
}
