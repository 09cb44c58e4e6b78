package agentserver.conversation.journal;

import agentserver.base.feed.EndReason;
import agentserver.base.feed.Subscriber;
import agentserver.base.feed.Subscription;
import agentserver.event.log.EventLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;

/// Somebody who watches a conversation: gets the whole state, then what was missed, then each event as
/// it happens, in order, each once, and none before it is on the disk.
///
/// No gap and no repeat by construction: under the journal's lock the watch subscribes and notes how
/// many events there are, and which state they have led to. It reads that many from the log, on its own
/// thread, while later ones wait in its queue; then it drains the queue. There is nothing to compare.
public final class Watch implements AutoCloseable {

    private static final int PAGE_EVENTS = 100;

    /// Where the frames go. Called by one thread at a time, but for `ended`.
    public interface Outlet {

        /// Takes an event; may block. What it throws ends the watch.
        void send(Frame frame) throws Exception;

        /// The outlet has the whole state and what was missed; from now on come events as they happen.
        default void caughtUp() {}

        /// The watch ended other than by its own [Watch#close]: may come while `send` still blocks.
        ///
        /// @param lastSequence that of the last frame handed to `send`: after it to go on
        void ended(WatchEnd end, long lastSequence);
    }

    private final Subscription<Frame> subscription;

    private Watch(Subscription<Frame> subscription) {
        this.subscription = subscription;
    }

    /// Begins to watch; frames come on a thread of the watch's own.
    ///
    /// @throws agentserver.base.fault.Fault.Busy when too many watch already
    public static Watch of(Journal journal, Resend resend, Outlet outlet) {
        var watcher = new Watcher(journal, resend, outlet);
        return new Watch(journal.subscribe(watcher, watcher::startAt));
    }

    /// Waits until the outlet has taken all that happened so far, or the watch has ended.
    ///
    /// @return whether that came true in time
    /// @throws InterruptedException when the waiting thread is told to stop
    public boolean flush(Duration limit) throws InterruptedException {
        return subscription.flush(limit);
    }

    @Override
    public void close() {
        subscription.close();
    }

    private static final class Watcher implements Subscriber<Frame> {

        private final Journal journal;
        private final Resend resend;
        private final Outlet outlet;
        private Moment start; // what the queue does not bring
        private volatile long sent; // the last sequence that the outlet was given

        Watcher(Journal journal, Resend resend, Outlet outlet) {
            this.journal = journal;
            this.resend = resend;
            this.outlet = outlet;
        }

        void startAt(Moment moment) {
            start = moment;
        }

        @Override
        public void opened() throws Exception {
            journal.awaitDurable(start.position());
            long first = firstWanted();
            var state = journal.fullState(start.state(), start.position());
            send(first == start.events() ? state : state.resumedFrom(positionBefore(first)));
            replayFrom(first);
            outlet.caughtUp();
        }

        private long firstWanted() {
            var log = journal.log();
            return switch (resend) {
                case Resend.Nothing _ -> start.events();
                case Resend.All _ -> 0;
                case Resend.Since _ -> nextWanted(0);
                case Resend.After(var sequence) ->
                        first(index -> log.position(index) > sequence);
            };
        }

        /// Whether an event is to be replayed. Times need not grow with the index: the Python server
        /// wrote some events after those that they come before.
        private boolean isWanted(long index) {
            return !(resend instanceof Resend.Since(var time))
                    || journal.log().header(index).timestamp().compareTo(time) >= 0;
        }

        private long nextWanted(long from) {
            long index = from;
            while (index < start.events() && !isWanted(index)) {
                index++;
            }
            return index;
        }

        /// Positions grow with the index, so the first of them is found by halves.
        private long first(LongPredicate wanted) {
            long low = 0;
            long high = start.events();
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (wanted.test(middle)) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low;
        }

        private long positionBefore(long index) {
            return index == 0 ? 0 : journal.log().position(index - 1);
        }

        private void replayFrom(long first) throws Exception {
            var log = journal.log();
            var page = new ArrayList<Long>();
            for (long next = first; next < start.events(); next = nextWanted(next + 1)) {
                page.add(next);
                if (page.size() == PAGE_EVENTS) {
                    replay(log, page);
                    page.clear();
                }
            }
            replay(log, page);
        }

        private void replay(EventLog log, List<Long> page) throws Exception {
            var index = page.iterator();
            for (var json : log.events(page)) {
                long event = index.next();
                send(Frame.event(log.header(event).kind(), log.position(event), json));
            }
        }

        @Override
        public void receive(Frame frame) throws Exception {
            journal.awaitDurable(frame.position());
            send(frame);
        }

        private void send(Frame frame) throws Exception {
            sent = Math.max(sent, frame.sequence()); // before: what is under way arrives, or nothing does
            outlet.send(frame);
        }

        @Override
        public void ended(EndReason reason) {
            outlet.ended(switch (reason) {
                case CLOSED -> journal.isDeleted() ? WatchEnd.DELETED : WatchEnd.PUT_AWAY;
                case OVERFLOW -> WatchEnd.TOO_SLOW;
                case FAILED -> WatchEnd.FAILED;
            }, sent);
        }
    }
}
