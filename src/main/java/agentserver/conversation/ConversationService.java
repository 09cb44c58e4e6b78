package agentserver.conversation;

import agentserver.base.fault.Fault;
import agentserver.base.feed.Feed;
import agentserver.conversation.journal.ConversationStore;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.journal.Places;
import agentserver.conversation.journal.StoredConversation;
import agentserver.conversation.run.AutoTitle;
import agentserver.conversation.run.LocalAgents;
import agentserver.conversation.run.Recovery;
import agentserver.conversation.run.RunControl;
import agentserver.conversation.run.TitleTask;
import agentserver.conversation.state.StartConversation;
import agentserver.conversation.state.StateCodec;
import agentserver.event.log.EventTimestamps;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// All conversations of this server: opens, finds and keeps them.
///
/// One is loaded when it is first asked for. Each id has a lock of its own for that, so loading one
/// delays nobody else. Any thread may call it.
public final class ConversationService implements AutoCloseable {

    /// The answer to a start.
    ///
    /// @param isNew false when the id was known already; then nothing was changed
    record Started(Conversation conversation, boolean isNew) {}

    /// A place for one conversation; `lock` guards what is in it.
    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock();
        Conversation conversation; // null until it is loaded

        <T> T locked(Supplier<T> work) {
            lock.lock();
            try {
                return work.get();
            } finally {
                lock.unlock();
            }
        }
    }

    private static final Logger LOG = System.getLogger(ConversationService.class.getName());

    private final ConversationParts parts;
    private final Places places;
    private final LocalAgents agents;
    private final ConversationStore store;
    private final StateCodec codec;
    private final AutoTitle titles;
    private final Map<UUID, Slot> slots = new ConcurrentHashMap<>();
    private volatile boolean closed;

    public ConversationService(ConversationParts parts) {
        this.parts = parts;
        places = parts.agents().places();
        agents = new LocalAgents(parts.agents());
        codec = new StateCodec(parts.agents().json(), parts.cipher());
        store = new ConversationStore(places, codec);
        titles = new AutoTitle(parts.agents().llm());
    }

    /// Opens a conversation, or finds the one with the id that is asked for.
    ///
    /// The agent is set to work when there is something to do. Returns when all is on the disk.
    ///
    /// @throws Fault.Unprocessable when what is asked for can't be had
    Started start(StartConversation request) {
        var id = Optional.ofNullable(request.conversationId()).orElseGet(UUID::randomUUID);
        var started = slot(id).locked(() -> {
            var known = loaded(id);
            return known.isPresent()
                    ? new Started(known.get(), false)
                    : new Started(make(id, request), true);
        });
        if (started.isNew() && request.initialMessage() != null) {
            started.conversation().send(request.initialMessage().message(), true);
        }
        return started;
    }

    private Conversation make(UUID id, StartConversation request) {
        StartCheck.check(request, this);
        var conversation = live(store.create(id, request));
        slot(id).conversation = conversation;
        return conversation;
    }

    /// The conversation with this id, loaded if need be.
    public Optional<Conversation> find(UUID id) {
        var known = slots.get(id);
        if (known == null && !store.exists(id)) {
            return Optional.empty();
        }
        return slot(id).locked(() -> loaded(id));
    }

    /// @throws Fault.NotFound when there is none, as conversations say it
    Conversation get(UUID id) {
        return find(id).orElseThrow(() -> new Fault.NotFound("Not Found"));
    }

    /// @throws Fault.NotFound when there is none, as events say it
    Conversation forEvents(UUID id) {
        return find(id).orElseThrow(() -> new Fault.NotFound("Conversation not found: " + id));
    }

    /// A time as events write it.
    public String eventTime(Instant instant) {
        return EventTimestamps.text(instant, places.offset());
    }

    private Slot slot(UUID id) {
        return slots.computeIfAbsent(id, _ -> new Slot());
    }

    /// Called with the slot's lock.
    private Optional<Conversation> loaded(UUID id) {
        if (closed) {
            throw new Fault.Refused("inactive_service");
        }
        var slot = slot(id);
        if (slot.conversation == null) {
            store.open(id).ifPresent(stored -> {
                slot.conversation = live(stored);
                Recovery.recover(slot.conversation.journal());
            });
        }
        return Optional.ofNullable(slot.conversation);
    }

    private Conversation live(StoredConversation stored) {
        var journal = new Journal(
                stored, codec, new Feed<>(parts.feed(), frame -> frame.json().length),
                places.clock());
        return new Conversation(
                journal, codec, new RunControl(journal, agents),
                new TitleTask(journal, titles));
    }

    /// Puts all conversations away, side by side. Blocks until their agents have stopped.
    @Override
    public void close() {
        closed = true;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            slots.values().forEach(slot -> threads.execute(() -> close(slot)));
        }
    }

    private static void close(Slot slot) {
        slot.lock.lock();
        try {
            if (slot.conversation != null) {
                slot.conversation.close();
            }
        } catch (RuntimeException e) { // the others have to be put away too
            LOG.log(Level.ERROR, "conversation could not be put away", e);
        } finally {
            slot.lock.unlock();
        }
    }
}
