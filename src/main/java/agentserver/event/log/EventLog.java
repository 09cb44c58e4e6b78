package agentserver.event.log;

import agentserver.base.fault.Fault;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/// All that happened in one conversation, in order, and what changed with it.
///
/// A record's *position* is its sequence number, from 1; an event's *index* is its number among the
/// events, from 0. Appending and waiting are two steps: a record counts, is read and may be acted
/// on once it is durable. Any thread may call any method. Callers for whom order matters append
/// under a lock of their own, and wait outside of it.
///
/// One that is closed meanwhile takes and shows nothing more: [Fault.NotReady] says that whoever asks
/// for it anew will be served.
public interface EventLog extends AutoCloseable {

    /// Adds a record with one write, and does not wait for the disk to have it.
    ///
    /// @return its position, for [#durable]
    /// @throws Fault.Conflict when there is an event of that id already
    /// @throws Fault.TooLarge when the record is longer than the log takes
    /// @throws LogFailure     when it can't be written; then it is not in the log
    /// @throws Fault.NotReady when the log is closed
    long append(LogRecord record);

    /// Waits until a record, and every one before it, will survive a loss of power. All who wait
    /// share one sync. After a failure nothing of what failed is readable; it stays in the log's
    /// memory and is tried again by the next who appends or waits.
    ///
    /// @param position what [#append] returned
    /// @throws LogFailure           when the disk refused, or did not answer within the log's limit
    /// @throws InterruptedException when the waiting thread is told to stop; the record may be
    ///         durable or not
    void durable(long position) throws InterruptedException;

    /// The position of the last durable record; 0 when there is none.
    long durablePosition();

    /// How many events are durable; only these can be read.
    long eventCount();

    /// How many events were appended, durable or not.
    long appendedEvents();

    /// How large the log is, with all that was appended; only ever grows.
    long sizeBytes();

    /// Whether an event of this id was appended, durable or not.
    boolean contains(String id);

    /// The index of a durable event.
    OptionalLong indexOf(String id);

    /// What is known of a durable event without reading it.
    ///
    /// @throws IndexOutOfBoundsException when there is no such event
    EventHeader header(long index);

    /// The position of a durable event: grows with the index, and stays the same whatever becomes of
    /// the events before it, so it can be given out as a number to resume from.
    ///
    /// @throws IndexOutOfBoundsException when there is no such event
    long position(long index);

    /// The index of the event before this one on its branch, be it durable or not: its parent's,
    /// or, for an older event without one, its predecessor's. Empty for a root.
    ///
    /// @throws IndexOutOfBoundsException when there is no such event
    OptionalLong parent(long index);

    /// The JSON of a durable event.
    ///
    /// @throws IndexOutOfBoundsException when there is no such event
    /// @throws LogFailure                when it can't be read
    /// @throws Fault.NotReady            when it is damaged, or the log is closed
    byte[] event(long index);

    /// The JSON of durable events, oldest first; costs what it returns. A range that goes beyond
    /// the log is cut.
    ///
    /// @param from  the index of the first; negative is cut to 0
    /// @throws LogFailure when they can't be read
    List<byte[]> events(long from, int count);

    /// The JSON of the events at these indexes, in the order asked for.
    ///
    /// @throws IndexOutOfBoundsException when there is no such event
    /// @throws LogFailure                when they can't be read
    List<byte[]> events(List<Long> indexes);

    /// Whether an event was found to be damaged since. Who read it was refused; it is passed over,
    /// and reported, when the log is opened anew: that is the owner's to do.
    boolean isDamaged();

    /// What was found when it was opened; to be logged by the owner, who knows whose log it is.
    LoadReport loadReport();

    /// Makes everything durable if it can, and releases file and index. A second call does nothing.
    @Override
    void close();

    /// The limits of a log.
    ///
    /// @param recordBytes how long a record may be
    /// @param sync        how long [#durable] waits for the disk
    record Limits(int recordBytes, Duration sync) {

        /// 64 MiB a record, a minute for the disk.
        public static final Limits DEFAULT = new Limits(64 << 20, Duration.ofMinutes(1));
    }
}
