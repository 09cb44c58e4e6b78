package agentserver.conversation.disk;

import agentserver.base.fault.Fault;
import agentserver.base.json.Json;
import agentserver.base.store.Directories;
import agentserver.base.store.DiskFailure;
import agentserver.base.store.Lease;
import agentserver.base.store.LeaseTerms;
import agentserver.conversation.catalogue.Catalogue;
import agentserver.conversation.catalogue.DiskCatalogue;
import agentserver.conversation.journal.ConversationStore;
import agentserver.conversation.journal.Copied;
import agentserver.conversation.journal.ConversationView;
import agentserver.conversation.journal.Journal;
import agentserver.conversation.journal.NewConversation;
import agentserver.conversation.journal.Places;
import agentserver.conversation.journal.StoredConversation;
import agentserver.conversation.layout.PythonLayout;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import agentserver.conversation.state.StateCodec;
import agentserver.event.log.EventTimestamps;
import agentserver.event.log.EventLog;
import agentserver.event.log.FileEventLog;
import agentserver.event.log.LogCheckpoint;
import agentserver.event.log.LogRecord;
import agentserver.workspace.WorkspaceDirectory;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/// The conversations on the disk: a directory each, named by the id in 32 hex digits.
///
/// - `events.jsonl`: the log, which alone says everything
/// - `snapshot.json`: what it adds up to, so that an opening need not add it up again
/// - `events.index`: what is where in a long log, so that an opening need not read all of it
/// - `owner_lease.json`: who may write
///
/// Beside the directories lies the catalogue. A directory that has `meta.json` and no log is one of the
/// Python server's; it is adopted when it is first opened.
public final class DiskConversations implements ConversationStore {

    public static final String LOG_FILE = "events.jsonl";
    private static final Logger LOG = System.getLogger(DiskConversations.class.getName());

    private final Places places;
    private final Map<String, String> environment;
    private final StateCodec codec;
    private final Json json;
    private final Leases leases;
    private final ConversationViews views;
    private final Adoption adoption;
    private final DiskCatalogue catalogue;
    private volatile boolean settled; // whether the directory of all is known to survive a crash

    /// @param python      reads the Python server's files
    /// @param terms       how this process claims a conversation that it opens
    /// @param environment for git, which makes a repository of a new workspace
    public DiskConversations(Places places, StateCodec codec, Json json, PythonLayout python,
            LeaseTerms terms, Map<String, String> environment) {
        this.places = places;
        this.environment = Map.copyOf(environment);
        this.codec = codec;
        this.json = json;
        leases = new Leases(terms);
        views = new ConversationViews(places, codec, python);
        adoption = new Adoption(codec, python);
        catalogue = new DiskCatalogue(
                places.directory(), json, new DiskSurvey(places.directory(), views));
    }

    @Override
    public Catalogue catalogue() {
        return catalogue;
    }

    @Override
    public void start(Consumer<UUID> abandoned) {
        catalogue.start(abandoned);
    }

    @Override
    public boolean exists(UUID id) {
        return views.exists(id);
    }

    /// What is there is looked for once the directory is ours: of two servers that make one id at the same
    /// moment, the second finds what the first has made, or does not get the directory.
    @Override
    public Optional<StoredConversation> create(UUID id, NewConversation made) {
        var directory = places.directory(id);
        var first = made.record(codec); // whose secrets may have no key: then there is no trace of it
        var lease = Optional.<Lease>empty();
        try {
            Directories.createPrivate(directory);
            settle();
            lease = claim(directory);
            if (leases.areOn() && lease.isEmpty()) {
                return Optional.empty();
            }
            var fresh = made(id, made, first, lease);
            if (fresh.isEmpty()) {
                lease.ifPresent(leases::release);
            }
            return fresh;
        } catch (IOException e) {
            lease.ifPresent(leases::release);
            throw DiskFailure.of("no conversation can be made", e);
        } catch (RuntimeException e) {
            lease.ifPresent(leases::release);
            throw e;
        }
    }

    private Optional<StoredConversation> made(
            UUID id, NewConversation made, LogRecord first, Optional<Lease> lease)
            throws IOException {
        var directory = places.directory(id);
        if (PythonLayout.leftTraces(directory)
                && Files.notExists(directory.resolve(LOG_FILE))) {
            if (PythonLayout.isIn(directory)) {
                return Optional.empty(); // to be adopted
            }
            throw new Fault.Failed(
                    "the directory of conversation " + id + " has events, but no state");
        }
        var replay = new LogReplay(codec, Optional.empty());
        var stored = open(directory, lease, Optional.empty(), replay);
        if (replay.isWhole() || stored.log().eventCount() > 0) {
            stored.log().close();
            return Optional.empty();
        }
        write(stored.log(), made, first);
        made.answered().ifPresent(answered -> {
            stored.answers().openedWith(answered.request().key());
            stored.answers().add(answered);
        });
        var fresh = with(stored, made.state(), made.meta());
        fresh.custody().changed(made.state(), made.meta(), stored.log().sizeBytes());
        return Optional.of(fresh);
    }

    private void write(EventLog log, NewConversation made, LogRecord first) {
        try {
            WorkspaceDirectory.prepare(
                    places.base(), made.meta().start().workspace().workingDir(), environment);
            log.durable(log.append(first));
        } catch (InterruptedException _) { // the request is over; the id may be asked for again
            log.close();
            Thread.currentThread().interrupt();
            throw new Journal.InterruptedWait();
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /// Whoever made the directory of them all need not have waited for the disk: an init does not.
    /// Once is enough; twice at once is no harm.
    private void settle() throws IOException {
        if (!settled) {
            Directories.settle(places.directory());
            settled = true;
        }
    }

    @Override
    public boolean copy(ConversationState state, ConversationMeta meta, Copied events) {
        try {
            settle();
            var isMade = !exists(state.id())
                    && new CopyDraft(places.directory(state.id()), codec)
                            .publish(state, meta, events);
            if (isMade) {
                views.read(state.id()).ifPresent(view -> catalogue.put(DiskSurvey.entry(view)));
            }
            return isMade;
        } catch (IOException e) {
            throw DiskFailure.of("the conversation can't be copied", e);
        }
    }

    /// Removes a directory and all in it.
    ///
    /// @return whether nothing of it is left
    static boolean removed(Path directory) {
        try {
            removeTree(directory);
            return true;
        } catch (IOException e) {
            LOG.log(Level.WARNING, () -> directory + " can't be removed", e);
            return false;
        }
    }

    @Override
    public Optional<StoredConversation> open(UUID id) {
        var directory = places.directory(id);
        if (!exists(id)) {
            return Optional.empty();
        }
        var lease = Optional.<Lease>empty();
        try {
            lease = claim(directory);
            if (leases.areOn() && lease.isEmpty()) {
                LOG.log(Level.INFO, "conversation {0} is another server''s", id);
                return Optional.empty();
            }
            if (Files.notExists(directory.resolve(LOG_FILE))) {
                adoption.adopt(directory);
            }
            return opened(id, directory, lease);
        } catch (IOException e) {
            lease.ifPresent(leases::release);
            throw DiskFailure.of("the conversation can't be opened", e);
        } catch (RuntimeException e) {
            lease.ifPresent(leases::release);
            throw e;
        }
    }

    @Override
    public void forget(UUID id, Set<String> secrets) {
        var directory = places.directory(id);
        var lease = Optional.<Lease>empty();
        try {
            lease = claim(directory);
            if (!leases.areOn() || lease.isPresent()) {
                new SecretScrub(json, directory, secrets).run();
            }
        } catch (IOException e) {
            throw DiskFailure.of("the conversation can't be written anew", e);
        } finally {
            lease.ifPresent(leases::release);
        }
    }

    private Optional<Lease> claim(Path directory) throws IOException {
        return leases.areOn() ? leases.claim(directory) : Optional.empty();
    }

    private Optional<StoredConversation> opened(
            UUID id, Path directory, Optional<Lease> lease) throws IOException {
        var snapshot = new SnapshotFile(directory, codec).read();
        var replay = new LogReplay(codec, snapshot);
        var checkpoint = SavedState.checkpoint(directory, snapshot, replay.answers());
        var stored = open(directory, lease, checkpoint, replay);
        if (snapshot.isPresent()
                && snapshot.get().position() > stored.log().durablePosition()) {
            LOG.log(Level.WARNING, "{0}: the snapshot is not of this log", id);
            stored.log().close();
            replay = new LogReplay(codec, Optional.empty());
            stored = open(directory, lease, Optional.empty(), replay);
        }
        return told(id, stored, replay);
    }

    /// What the log told; empty when it is one that was never made whole.
    private Optional<StoredConversation> told(
            UUID id, StoredConversation stored, LogReplay replay) {
        var log = stored.log();
        replay.findHead(log, stored.times());
        var found = log.loadReport();
        if (!found.damaged().isEmpty()) {
            LOG.log(Level.WARNING, "conversation {0}: {1} damaged places in its log were set aside",
                    id, found.damaged().size());
        }
        if (replay.isWhole()) {
            stored.custody().changed(replay.state(), replay.meta(), log.sizeBytes());
            return Optional.of(with(stored, replay.state(), replay.meta()));
        }
        if (found.damaged().isEmpty() && log.eventCount() == 0) {
            log.close();
            stored.custody().close();
            return Optional.empty();
        }
        return Optional.of(with(
                stored, DamagedConversation.state(id, places.shown(id), codec),
                DamagedConversation.meta(places.directory(id), codec)));
    }

    private static StoredConversation with(
            StoredConversation stored, ConversationState state,
            ConversationMeta meta) {
        return new StoredConversation(
                stored.log(), state, meta, stored.times(), stored.answers(), stored.custody());
    }

    private StoredConversation open(Path directory, Optional<Lease> lease,
            Optional<LogCheckpoint> checkpoint, LogReplay replay) throws IOException {
        var log = FileEventLog.open(
                directory.resolve(LOG_FILE), checkpoint, replay, EventLog.Limits.DEFAULT);
        var saved = new SavedState(directory, codec, log, replay.savedBytes(), checkpoint);
        var custody = new DiskCustody(lease, leases, saved, catalogue, replay.answers());
        return new StoredConversation(
                log, replay.state(), replay.meta(), timestamps(log), replay.answers(), custody);
    }

    private EventTimestamps timestamps(EventLog log) {
        var times = new EventTimestamps(places.clock(), places.offset());
        if (log.eventCount() > 0) {
            times.after(log.header(log.eventCount() - 1).timestamp());
        }
        return times;
    }

    @Override
    public Optional<StoredConversation> openReadOnly(UUID id) {
        var directory = places.directory(id);
        var view = view(id);
        if (view.isEmpty() || Files.notExists(directory.resolve(LOG_FILE))) {
            return Optional.empty();
        }
        var replay = new LogReplay(codec, Optional.empty());
        try {
            var log = FileEventLog.openReadOnly(
                    directory.resolve(LOG_FILE), replay, EventLog.Limits.DEFAULT);
            return Optional.of(new StoredConversation(
                    log, view.get().state(), view.get().meta(), timestamps(log),
                    replay.answers(), new NoCustody()));
        } catch (IOException e) {
            throw DiskFailure.of("the conversation can't be opened", e);
        }
    }

    @Override
    public long mark(UUID id) {
        return views.mark(places.directory(id));
    }

    @Override
    public Optional<ConversationView> view(UUID id) {
        return views.read(id);
    }

    @Override
    public boolean delete(UUID id) {
        var directory = places.directory(id);
        var doomed = directory.resolveSibling(".deleted-" + directory.getFileName());
        try {
            if (Files.exists(directory) && !moved(directory, doomed)) {
                return false;
            }
            catalogue.remove(id);
            removeTree(doomed);
            return true;
        } catch (IOException e) {
            throw DiskFailure.of("the conversation can't be removed", e);
        }
    }

    /// Moves a directory out of the way of all servers, if none has it open.
    private boolean moved(Path directory, Path doomed) throws IOException {
        var lease = claim(directory);
        if (leases.areOn() && lease.isEmpty()) {
            return false;
        }
        try {
            removeTree(doomed); // left by an attempt that was cut short
            Files.move(directory, doomed, StandardCopyOption.ATOMIC_MOVE);
            Directories.sync(doomed.getParent());
            return true;
        } finally {
            lease.ifPresent(leases::release);
        }
    }

    private static void removeTree(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        catalogue.close();
        leases.close();
    }
}
