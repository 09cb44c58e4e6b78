package agentserver.conversation.disk;

import agentserver.base.store.Lease;
import agentserver.base.store.LeaseLost;
import agentserver.base.store.LeaseTerms;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The leases of this process, all renewed by one thread, three times in their time.
final class Leases implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Leases.class.getName());
    private static final Duration STOPPING = Duration.ofSeconds(1);

    private final LeaseTerms terms;
    private final Set<Lease> held = ConcurrentHashMap.newKeySet();
    private final Thread renewer;

    Leases(LeaseTerms terms) {
        this.terms = terms;
        renewer = Thread.ofVirtual().name("leases").unstarted(this::renewAll);
        if (terms.areOn()) {
            renewer.start();
        }
    }

    boolean areOn() {
        return terms.areOn();
    }

    /// @return empty when another has the directory
    Optional<Lease> claim(Path directory) throws IOException {
        var lease = Lease.claim(directory, terms);
        lease.ifPresent(held::add);
        return lease;
    }

    void release(Lease lease) {
        held.remove(lease);
        lease.close();
    }

    private void renewAll() {
        var period = terms.ttl().dividedBy(3);
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(period);
                held.forEach(this::renew);
            }
        } catch (InterruptedException _) { // closed
        }
    }

    private void renew(Lease lease) {
        try {
            lease.renew();
        } catch (LeaseLost e) { // whoever writes next is told
            LOG.log(Level.ERROR, e.getMessage());
            held.remove(lease);
        } catch (UncheckedIOException e) { // tried again soon
            LOG.log(Level.WARNING, "a lease could not be renewed", e);
        }
    }

    @Override
    public void close() {
        if (!areOn()) {
            return;
        }
        renewer.interrupt();
        try {
            renewer.join(STOPPING);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
