package agentserver.conversation.journal;

import agentserver.base.fault.Fault;
import agentserver.base.store.DiskFailure;
import agentserver.base.store.LeaseLost;
import agentserver.event.log.EventLog;
import agentserver.event.log.LogFailure;
import agentserver.event.log.LogRecord;
import java.time.Duration;
import java.util.Optional;

/// Puts the records of one conversation into its log, as long as this process may, and says in the terms
/// of callers what went wrong. Called with the journal's lock held, but for [#await].
final class Recorder {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final EventLog log;
    private final Custody custody;
    private volatile long position;
    private volatile long writtenNanos = System.nanoTime();
    private volatile boolean lost;
    private volatile boolean closed;
    private Optional<LogRecord> owed = Optional.empty();

    Recorder(EventLog log, Custody custody) {
        this.log = log;
        this.custody = custody;
        position = log.durablePosition();
    }

    /// The last record's position.
    long position() {
        return position;
    }

    /// Adds a record; before it the one that is owed.
    ///
    /// @throws Fault.Failed when the disk refuses; then the record is not in the log
    /// @throws Fault.NotReady when the conversation was closed
    /// @throws ConversationOwnershipLostError when another server has the conversation
    void add(LogRecord record) {
        if (closed) {
            throw new Fault.NotReady("the conversation is being put away", RETRY_AFTER);
        }
        try {
            custody.check();
            owed.ifPresent(log::append);
            owed = Optional.empty();
            position = log.append(record);
            writtenNanos = System.nanoTime();
        } catch (LeaseLost _) { // said in the words of conversations
            lost = true;
            throw new ConversationOwnershipLostError();
        } catch (LogFailure e) {
            throw failed(e);
        }
    }

    /// Takes no more records.
    void close() {
        closed = true;
    }

    /// Remembers a record that the log does not take now: it comes before the next one.
    void owe(LogRecord record) {
        owed = Optional.of(record);
    }

    /// Waits until a record, and all before it, survives a loss of power.
    ///
    /// @throws Fault.Failed when the disk refuses
    void await(long upTo) {
        try {
            log.durable(upTo);
        } catch (LogFailure e) {
            throw failed(e);
        } catch (InterruptedException _) { // whoever waits is to stop; the record itself is in the log
            Thread.currentThread().interrupt();
            throw new Journal.InterruptedWait();
        }
    }

    private static Fault failed(LogFailure failure) {
        return DiskFailure.of("the conversation can't be written", failure.getCause());
    }

    /// Whether another server has the conversation now.
    boolean isLost() {
        return lost;
    }

    /// Whether the log has everything that happened, as far as this process knows.
    boolean isComplete() {
        return owed.isEmpty() && !lost;
    }

    /// When something was last written, by [System#nanoTime].
    long writtenNanos() {
        return writtenNanos;
    }
}
