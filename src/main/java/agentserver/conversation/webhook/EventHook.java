package agentserver.conversation.webhook;

import agentserver.base.fault.Fault;
import agentserver.base.json.RawJson;
import agentserver.conversation.Conversation;
import agentserver.conversation.journal.Frame;
import agentserver.conversation.journal.Resend;
import agentserver.conversation.journal.Watch;
import agentserver.conversation.journal.WatchEnd;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/// Sends the events of one conversation to one receiver: one request at a time, in order.
///
/// The watch's thread only puts events into the queue, so a receiver that is slow delays nobody. When the
/// watch ends all the same (the disk was too slow) it begins again after the last event that it brought.
/// `lock` guards the watch and `closed`.
final class EventHook implements Watch.Outlet {

    private static final Duration LAST_EVENTS = Duration.ofSeconds(5);
    private static final Duration STOPPING = Duration.ofSeconds(1);
    private static final Duration BEFORE_WATCHING_AGAIN = Duration.ofSeconds(1);
    private static final Logger LOG = System.getLogger(EventHook.class.getName());

    private final Conversation conversation;
    private final Receiver receiver;
    private final UnaryOperator<byte[]> withNulls;
    private final WebhookQueue queue;
    private final String path;
    private final Thread sender;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Watch> watch = Optional.empty();
    private boolean closed;

    /// @param withNulls makes of an event as sockets see it one with all its members
    EventHook(Conversation conversation, Receiver receiver, UnaryOperator<byte[]> withNulls) {
        this.conversation = conversation;
        this.receiver = receiver;
        this.withNulls = withNulls;
        var hex = conversation.id().toString().replace("-", "");
        path = "/events/" + hex;
        queue = new WebhookQueue(receiver.spec().batch(), receiver.spec().queue(),
                "webhook of " + conversation.id() + " at " + receiver.host());
        sender = Thread.ofVirtual().name("webhook-" + hex).unstarted(this::run);
    }

    /// Begins: the first thing that the receiver gets is the whole state.
    void start() {
        watch(new Resend.Nothing());
        sender.start();
    }

    private void watch(Resend resend) {
        lock.lock();
        try {
            if (!closed) {
                watch = Optional.of(conversation.watch(resend, this));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void send(Frame frame) {
        queue.add(withNulls.apply(frame.json()));
    }

    @Override
    public void ended(WatchEnd end, long lastSequence) {
        if (end == WatchEnd.PUT_AWAY || end == WatchEnd.DELETED) {
            return; // closed in a moment, if it is not already
        }
        LOG.log(Level.WARNING, "webhook of {0}: watching again after {1} ({2})",
                conversation.id(), lastSequence, end);
        try {
            do {
                Thread.sleep(BEFORE_WATCHING_AGAIN);
            } while (!watchAgain(lastSequence));
        } catch (InterruptedException _) { // nobody interrupts it
            Thread.currentThread().interrupt();
        }
    }

    private boolean watchAgain(long lastSequence) {
        try {
            watch(new Resend.After(lastSequence));
        } catch (Fault.Busy _) { // others took the place
            return false;
        } catch (Fault.NotReady _) { // the conversation is being put away
        }
        return true;
    }

    private void run() {
        try {
            for (int due = queue.awaitDue(); due > 0; due = queue.awaitDue()) {
                if (!flush(due) && queue.isClosed()) {
                    LOG.log(Level.WARNING, "webhook of {0} at {1}: {2} events were not delivered",
                            conversation.id(), receiver.host(), queue.size());
                    return;
                }
            }
        } catch (InterruptedException _) { // the server stops: what is left is lost
            LOG.log(Level.WARNING, "webhook of {0} at {1} was stopped", conversation.id(),
                    receiver.host());
        }
    }

    /// Sends what there was when it began; false when the receiver did not take it.
    private boolean flush(int due) throws InterruptedException {
        for (int left = due; left > 0; ) {
            var batch = queue.take(left);
            if (batch.isEmpty()) { // dropped meanwhile
                return true;
            }
            if (!receiver.post(path, RawJson.array(batch.stream().map(Optional::of).toList()))) {
                queue.putBack(batch);
                return false;
            }
            left -= batch.size();
        }
        return true;
    }

    /// Takes the last events, and lets the sender send what is left, once; returns before that.
    void close() {
        lock.lock();
        try {
            closed = true;
            if (watch.isPresent()) {
                watch.get().flush(LAST_EVENTS);
                watch.get().close();
            }
        } catch (InterruptedException _) { // in a hurry
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        queue.close();
    }

    /// Waits for the end of a closed one; at the deadline it is told to stop.
    void join(long deadlineNanos) throws InterruptedException {
        if (!sender.join(Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime())))) {
            sender.interrupt();
            sender.join(STOPPING);
        }
    }

    boolean isOver() {
        return !sender.isAlive();
    }
}
