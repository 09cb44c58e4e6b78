package agentserver.event.log;

/// Takes, while a log is opened, every record that holds more than an event, oldest first.
@FunctionalInterface
public interface Replay {

    /// Wants none.
    Replay NOTHING = (_, _, _) -> {};

    /// Takes a record. What it throws ends the opening.
    ///
    /// @param position the record's sequence number
    /// @param events   how many events the log holds up to and including this record
    /// @param record   all its members but the event, which can be read once the log is open
    void record(long position, long events, LogRecord record);
}
