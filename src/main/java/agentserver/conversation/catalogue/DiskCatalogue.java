package agentserver.conversation.catalogue;

import agentserver.base.fault.Fault;
import agentserver.base.json.Json;
import agentserver.base.json.Once;
import agentserver.base.store.Directories;
import agentserver.conversation.state.ExecutionStatus;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// The catalogue of the conversations in one directory.
///
/// At a start a thread of its own reads [CatalogueFile], then compares every entry with the mark of its
/// conversation, which takes a look at each log's length but opens none. What is missing or differs,
/// as after a crash, is read from the conversation. From then on whoever changes a conversation says so
/// with [#put]. Where another server shares the directory, it looks again every few seconds.
///
/// The thread is one of the system's: it computes for a while without a pause, and a virtual one would
/// keep a carrier from the first requests meanwhile.
public final class DiskCatalogue implements Catalogue {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PERIOD = Duration.ofSeconds(2);
    private static final Duration STOPPING = Duration.ofSeconds(10);
    private static final int READERS = 8;
    private static final Logger LOG = System.getLogger(DiskCatalogue.class.getName());

    private final Path directory;
    private final Survey survey;
    private final CatalogueFile file;
    private final SortedEntries entries = new SortedEntries();
    private final CountDownLatch complete = new CountDownLatch(1);
    private volatile Thread keeper; // null until it is started
    private final CountDownLatch stopping = new CountDownLatch(1); // no interrupt: it closes files

    public DiskCatalogue(Path directory, Json json, Survey survey) {
        this.directory = directory;
        this.survey = survey;
        file = new CatalogueFile(directory,
                new Once<>(() -> json.strict().readerFor(CatalogueEntry.class)),
                new Once<>(() -> json.compact().writerFor(CatalogueEntry.class)));
    }

    /// Begins to read, in the background. It takes the system a moment to start a thread: who makes a
    /// server ready does not wait for that either.
    ///
    /// @param abandoned told of each conversation that was left running by a server that is gone
    public void start(Consumer<UUID> abandoned) {
        keeper = Thread.ofVirtual().name("catalogue-start").start(() -> begin(abandoned));
    }

    private void begin(Consumer<UUID> abandoned) {
        try {
            Thread.ofPlatform().daemon().name("catalogue").start(() -> keep(abandoned)).join();
        } catch (OutOfMemoryError _) { // the system has no thread to give: then this one does it
            keep(abandoned);
        } catch (InterruptedException _) { // nobody does that
            Thread.currentThread().interrupt();
        }
    }

    private void keep(Consumer<UUID> abandoned) {
        try {
            load();
            var permits = new Semaphore(READERS);
            entries.all().stream().filter(entry -> entry.status() == ExecutionStatus.RUNNING)
                    .map(CatalogueEntry::id).forEach(id -> abandon(id, permits, abandoned));
        } catch (IOException | RuntimeException e) { // the border: listing shows what is known
            LOG.log(Level.ERROR, "conversations can't be listed in full", e);
        } finally {
            complete.countDown();
        }
        try {
            while (!stopping.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS)) {
                file.sync();
                if (file.isAnothers()) {
                    compare(entries.marks(), survey.marks());
                }
            }
        } catch (InterruptedException _) { // nobody does that
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) { // the border of this thread
            LOG.log(Level.ERROR, "the catalogue is not kept up to date any more", e);
        }
    }

    private void load() throws IOException {
        if (Files.notExists(directory)) {
            Directories.createPrivate(directory);
        }
        var known = file.open();
        known.values().forEach(entry -> entries.replace(entry, null)); // who changed one knows better
        compare(marks(known), survey.marks());
    }

    private static Map<UUID, Long> marks(Map<UUID, CatalogueEntry> known) {
        var marks = HashMap.<UUID, Long>newHashMap(known.size());
        known.forEach((id, entry) -> marks.put(id, entry.mark()));
        return marks;
    }

    private static void abandon(UUID id, Semaphore permits, Consumer<UUID> abandoned) {
        Thread.ofVirtual().name("recovery-" + id).start(() -> {
            permits.acquireUninterruptibly();
            try {
                abandoned.accept(id);
            } finally {
                permits.release();
            }
        });
    }

    /// Makes the entries what the conversations are.
    ///
    /// @param known what was known before `marks` were taken
    private void compare(Map<UUID, Long> known, Map<UUID, Long> marks) {
        known.forEach((id, mark) -> {
            if (!marks.containsKey(id) && entries.find(id).filter(it -> it.mark() == mark).isPresent()) {
                remove(id);
            }
        });
        var permits = new Semaphore(READERS);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var found : marks.entrySet()) {
                if (stopping.getCount() > 0 && !found.getValue().equals(known.get(found.getKey()))) {
                    permits.acquireUninterruptibly();
                    threads.execute(() -> read(
                            found.getKey(), known.get(found.getKey()), permits));
                }
            }
        }
    }

    /// @param mark what the entry said when it was compared; null when there was none. Who has changed it
    ///        meanwhile knows better
    private void read(UUID id, Long mark, Semaphore permits) {
        try {
            survey.read(id).filter(entry -> entries.replace(entry, mark)).ifPresent(file::put);
        } catch (RuntimeException e) { // the others are read all the same
            LOG.log(Level.ERROR, "conversation " + id + " can't be listed", e);
        } finally {
            permits.release();
        }
    }

    private SortedEntries complete() {
        try {
            if (!complete.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Fault.NotReady("conversations are being read", PERIOD);
            }
            return entries;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Fault.NotReady("the server stops", PERIOD);
        }
    }

    @Override
    public CataloguePage page(
            ListOrder order, Optional<ExecutionStatus> status, Optional<UUID> from, int limit) {
        return complete().page(order, status, from, limit);
    }

    @Override
    public int count(Optional<ExecutionStatus> status) {
        return complete().count(status);
    }

    @Override
    public List<UUID> children(UUID parent) {
        return complete().children(parent);
    }

    @Override
    public boolean contains(UUID id) {
        return entries.find(id).isPresent() || complete().find(id).isPresent();
    }

    @Override
    public Optional<CatalogueEntry> find(UUID id) {
        var known = entries.find(id);
        return known.isPresent() ? known : complete().find(id);
    }

    @Override
    public Optional<UUID> madeWith(String keyHash) {
        return complete().madeWith(keyHash);
    }

    @Override
    public void put(CatalogueEntry entry) {
        var before = entries.put(entry);
        if (before.isEmpty() || !entry.saysTheSame(before.get())) {
            file.put(entry);
        }
    }

    @Override
    public void settle(CatalogueEntry entry) {
        entries.put(entry);
        file.put(entry);
    }

    @Override
    public void remove(UUID id) {
        if (entries.remove(id).isPresent()) {
            file.remove(id);
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        try {
            if (keeper != null) {
                keeper.join(STOPPING);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        file.close();
    }
}
