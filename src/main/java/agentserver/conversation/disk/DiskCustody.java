package agentserver.conversation.disk;

import agentserver.base.store.Lease;
import agentserver.conversation.catalogue.Catalogue;
import agentserver.conversation.catalogue.CatalogueEntry;
import agentserver.conversation.journal.Answers;
import agentserver.conversation.journal.Custody;
import agentserver.conversation.journal.Snapshot;
import agentserver.conversation.state.ConversationMeta;
import agentserver.conversation.state.ConversationState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The care for a conversation in a directory. Called by its journal alone, [#changed] under its lock; any
/// thread may call it.
final class DiskCustody implements Custody {

    private static final Logger LOG = System.getLogger(DiskCustody.class.getName());

    private final Optional<Lease> lease;
    private final Leases leases;
    private final SavedState saved;
    private final Catalogue catalogue;
    private final Answers answers;
    private final ReentrantLock saving = new ReentrantLock(); // guards `saved`, and `closed`
    private boolean closed;

    DiskCustody(
            Optional<Lease> lease, Leases leases, SavedState saved, Catalogue catalogue,
            Answers answers) {
        this.lease = lease;
        this.leases = leases;
        this.saved = saved;
        this.catalogue = catalogue;
        this.answers = answers;
    }

    @Override
    public void check() {
        lease.ifPresent(Lease::check);
    }

    @Override
    public void changed(ConversationState state, ConversationMeta meta, long sizeBytes) {
        catalogue.put(entry(state, meta, sizeBytes));
    }

    private CatalogueEntry entry(
            ConversationState state, ConversationMeta meta, long sizeBytes) {
        return CatalogueEntry.of(state, meta, answers.opening(), sizeBytes);
    }

    /// A run that ends saves too: it may come late, when the conversation is another's already.
    @Override
    public void save(Snapshot snapshot) {
        saving.lock();
        try {
            if (closed || snapshot.sizeBytes() <= saved.savedBytes()) {
                return;
            }
            check();
            saved.write(snapshot);
            catalogue.settle(entry(snapshot.state(), snapshot.meta(), snapshot.sizeBytes()));
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "no snapshot of " + snapshot.state().id(), e);
        } finally {
            saving.unlock();
        }
    }

    @Override
    public long savedBytes() {
        return saved.savedBytes();
    }

    @Override
    public void close() {
        saving.lock();
        try {
            closed = true;
            saved.end();
        } finally {
            saving.unlock();
        }
        lease.ifPresent(leases::release);
    }
}
