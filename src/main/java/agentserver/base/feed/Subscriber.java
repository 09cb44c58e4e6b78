package agentserver.base.feed;

/// Takes what a [Feed] publishes. `opened` and `receive` are called by one thread of the
/// subscription's own, in order, and may block; an exception ends the subscription as
/// [EndReason#FAILED].
///
/// @param <T> what is published
public interface Subscriber<T> {

    /// Called once, before the first item: the place to catch up with what came before.
    default void opened() throws Exception {}

    /// Called with each item, in the order of publication.
    void receive(T item) throws Exception;

    /// Called once, when the subscription ended other than by its own `close`. Runs on another
    /// thread, perhaps while `receive` still blocks, so that it can free it (by closing a
    /// socket); after it the subscription's thread is interrupted. Must not throw.
    default void ended(EndReason reason) {}
}
