package agentserver.conversation.journal;

/// What a new watcher wants of what happened before. Source: contract 03 §6.3.
public sealed interface Resend {

    /// Nothing.
    public record Nothing() implements Resend {}

    /// Every stored event.
    public record All() implements Resend {}

    /// The events from a time on, inclusive.
    ///
    /// @param timestamp as events write it: texts are compared
    public record Since(String timestamp) implements Resend {}

    /// The events after one that was seen already; none is missed and none comes twice.
    ///
    /// @param sequence its [Frame#sequence]; 0 for the beginning
    public record After(long sequence) implements Resend {}
}
