package agentserver.base.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// The right of one process to write in a directory.
///
/// Two things make it, in one file, `owner_lease.json`:
///
/// - **A lock of the operating system** on the file, held as long as the lease. It ends with the
///   process, however that ends. So on one machine a dead owner keeps nobody out for a moment, a
///   living one can't be pushed aside, and pids, which come again, decide nothing.
/// - **A record** in the file: who, which generation, until when. It is for machines that share the
///   directory through a file system whose locks do not reach across, and for the Python server,
///   which knows this file but takes no lock. Its owner is gone when it is of this machine and its
///   process is not there any more (boot, pid, start time); else it holds until it expires. A machine
///   is told by its boot id; the name alone tells one that was booted since only from its own time.
///
/// An owner writes its record anew long before it expires. Before each write to the directory it
/// asks [#check]: as long as its own last promise has not run out, by either of two clocks, nobody
/// can have taken over, and that costs a comparison. Where it has (the process was stopped, the
/// machine slept), the file is read: the record is still ours, and is renewed, or another's, and the
/// lease is lost for good.
///
/// The file is never removed or replaced by us: a lock on a file that lost its name would be one
/// beside the next. A release empties it. Rejected: a token in each record of the log. It would tell
/// afterwards that two have written, at the price of every line; here the second can't begin.
///
/// Any thread may call any method; `lock` guards the fields.
public final class Lease implements AutoCloseable {

    private static final String FILE = "owner_lease.json";
    private static final int EARLY = 3; // a promise counts for us two thirds of its time

    private final Path file;
    private final LeaseTerms terms;
    private final long generation;
    private final LockFile held;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile long sureUntilNanos;
    private volatile long sureUntilMillis;
    private boolean lost;
    private boolean closed;

    private Lease(Path file, LeaseTerms terms, long generation, LockFile held) {
        this.file = file;
        this.terms = terms;
        this.generation = generation;
        this.held = held;
    }

    /// Takes the lease of a directory, which exists, if nobody else has it. Never waits.
    ///
    /// @return empty when another has it
    /// @throws IOException when the file can't be made, locked or written
    public static Optional<Lease> claim(Path directory, LeaseTerms terms) throws IOException {
        var file = directory.resolve(FILE);
        var held = LockFile.tryLock(file);
        if (held.isEmpty()) {
            return Optional.empty();
        }
        try {
            var before = LeaseRecord.read(file);
            if (before.isPresent() && isInForce(before.get(), terms)) {
                held.get().close();
                return Optional.empty();
            }
            var generation = before.map(record -> record.generation() + 1).orElse(1L);
            var lease = new Lease(file, terms, generation, held.get());
            lease.promise();
            return Optional.of(lease);
        } catch (IOException | RuntimeException e) {
            held.get().close();
            throw e;
        }
    }

    private static boolean isInForce(LeaseRecord record, LeaseTerms terms) {
        var owner = record.owner();
        if (owner.instanceId().equals(terms.owner().instanceId())) {
            return false; // ours, and put away badly
        }
        if (owner.isOfTheSameBoot(terms.owner())) {
            return false; // it would hold the lock
        }
        var seen = record.expiresAt() - terms.ttl().toMillis() / 1e3;
        return record.expiresAt() > seconds(terms) && !owner.isGone(terms.owner(), seen);
    }

    /// How often the directory was taken over, this time included.
    public long generation() {
        return generation;
    }

    /// Whether the directory is still ours to write in. Cheap.
    ///
    /// @throws LeaseLost when it is another's
    public void check() {
        if (System.nanoTime() - sureUntilNanos < 0
                && terms.clock().millis() < sureUntilMillis) {
            return;
        }
        renew();
    }

    /// Says again that we are alive; to be called several times in the lease's time.
    ///
    /// @throws LeaseLost when the directory is another's
    public void renew() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            lost |= !LeaseRecord.read(file).map(this::isOurs).orElse(false);
            if (lost) {
                throw new LeaseLost("another server took over " + file.getParent().getFileName());
            }
            promise();
        } catch (IOException e) {
            throw new UncheckedIOException("the lease in " + file + " can't be renewed", e);
        } finally {
            lock.unlock();
        }
    }

    private boolean isOurs(LeaseRecord record) {
        return record.generation() == generation
                && record.owner().instanceId().equals(terms.owner().instanceId());
    }

    private void promise() throws IOException {
        var nanos = System.nanoTime();
        var millis = terms.clock().millis();
        new LeaseRecord(terms.owner(), generation, seconds(terms) + terms.ttl().toMillis() / 1e3)
                .write(file);
        var share = terms.ttl().dividedBy(EARLY);
        sureUntilNanos = nanos + terms.ttl().minus(share).toNanos();
        sureUntilMillis = millis + terms.ttl().minus(share).toMillis();
    }

    private static double seconds(LeaseTerms terms) {
        return terms.clock().millis() / 1e3;
    }

    /// Gives the directory free. A second call does nothing.
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (LeaseRecord.read(file).map(this::isOurs).orElse(false)) {
                Files.write(file, new byte[0],
                        StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            }
        } catch (IOException _) { // the lock goes in any case, and with it the lease on this machine
        } finally {
            held.close();
            lock.unlock();
        }
    }
}
