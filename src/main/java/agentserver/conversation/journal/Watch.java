package agentserver.conversation.journal;

import agentserver.base.feed.EndReason;
import agentserver.base.feed.Subscriber;
import agentserver.base.feed.Subscription;
import agentserver.event.log.EventLog;

/// Somebody who watches a conversation: gets the whole state, then what was missed, then each event as
/// it happens, in order, each once, and none before it is on the disk.
///
/// No gap and no repeat by construction: under the journal's lock the watch subscribes and notes how
/// many events there are. It reads that many from the log, on its own thread, while later ones wait in
/// its queue; then it drains the queue. There is nothing to compare.
public final class Watch implements AutoCloseable {

    private static final int PAGE_EVENTS = 100;

    /// Where the frames go. Called by one thread at a time, but for `ended`.
    public interface Outlet {

        /// Takes an event as JSON in UTF-8; may block. What it throws ends the watch.
        void send(byte[] json) throws Exception;

        /// The watch ended other than by its own [Watch#close]: may come while `send` still blocks.
        void ended(EndReason reason);
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

    @Override
    public void close() {
        subscription.close();
    }

    private static final class Watcher implements Subscriber<Frame> {

        private final Journal journal;
        private final Resend resend;
        private final Outlet outlet;
        private long before; // how many events the queue does not bring

        Watcher(Journal journal, Resend resend, Outlet outlet) {
            this.journal = journal;
            this.resend = resend;
            this.outlet = outlet;
        }

        void startAt(long events) {
            before = events;
        }

        @Override
        public void opened() throws Exception {
            receive(journal.fullState());
            switch (resend) {
                case Resend.Nothing _ -> {}
                case Resend.All _ -> replayFrom(0);
                case Resend.Since since -> replayFrom(firstAt(since.timestamp()));
            }
        }

        private void replayFrom(long first) throws Exception {
            var log = journal.log();
            for (long next = first; next < before; next += PAGE_EVENTS) {
                int count = (int) Math.min(PAGE_EVENTS, before - next);
                for (var json : log.events(next, count)) {
                    outlet.send(json);
                }
            }
        }

        /// Events are in order of time, so the first of them is found by halves.
        private long firstAt(String timestamp) {
            EventLog log = journal.log();
            long low = 0;
            long high = before;
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (log.header(middle).timestamp().compareTo(timestamp) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        @Override
        public void receive(Frame frame) throws Exception {
            journal.awaitDurable(frame.position());
            outlet.send(frame.json());
        }

        @Override
        public void ended(EndReason reason) {
            outlet.ended(reason);
        }
    }
}
