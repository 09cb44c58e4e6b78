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

/// The care for a conversation in a directory. Called by its journal alone, [#changed] under its lock.
final class DiskCustody implements Custody {

    private static final Logger LOG = System.getLogger(DiskCustody.class.getName());

    private final Optional<Lease> lease;
    private final Leases leases;
    private final SnapshotFile snapshots;
    private final Catalogue catalogue;
    private final Answers answers;
    private volatile long savedBytes;

    /// @param savedBytes how long the log was at the snapshot that there is
    DiskCustody(
            Optional<Lease> lease, Leases leases, SnapshotFile snapshots, Catalogue catalogue,
            Answers answers, long savedBytes) {
        this.lease = lease;
        this.leases = leases;
        this.snapshots = snapshots;
        this.catalogue = catalogue;
        this.answers = answers;
        this.savedBytes = savedBytes;
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

    @Override
    public void save(Snapshot snapshot) {
        try {
            check();
            snapshots.write(snapshot);
            savedBytes = snapshot.sizeBytes();
            catalogue.settle(entry(snapshot.state(), snapshot.meta(), snapshot.sizeBytes()));
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "no snapshot of " + snapshot.state().id(), e);
        }
    }

    @Override
    public long savedBytes() {
        return savedBytes;
    }

    @Override
    public void close() {
        lease.ifPresent(leases::release);
    }
}
