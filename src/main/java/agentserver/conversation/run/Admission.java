package agentserver.conversation.run;

import agentserver.base.fault.Fault;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Bounds how many agents take a step at the same moment, over all conversations. A step is a model
/// call and its tools; a run that waits for a person, a client or its turn is in nobody's way.
///
/// Every run has a [Turn] and asks it before each step. Turns are given in the order in which they are
/// asked for, so a run of many steps lets the others in between. A run that has begun waits as long as
/// it takes; only new ones are refused, when too many wait. Any thread may call it; `lock` guards all.
public final class Admission {

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final int queueDepth;
    private final Set<Turn> waiting = new LinkedHashSet<>();
    private int free;
    private int inProgress;
    private long turns;
    private long waitedNanos;

    /// @param steps      how many may be in progress at once
    /// @param queueDepth how many runs may wait before new ones are refused
    public Admission(int steps, int queueDepth) {
        this.free = steps;
        this.queueDepth = queueDepth;
    }

    /// What can be seen of it from outside.
    ///
    /// @param waiting    runs that wait for their turn
    /// @param inProgress steps that are being taken
    /// @param turns      steps that were ever begun
    /// @param waited     how long all of them waited together
    public record Load(int waiting, int inProgress, long turns, Duration waited) {}

    public Load load() {
        lock.lock();
        try {
            return new Load(waiting.size(), inProgress, turns, Duration.ofNanos(waitedNanos));
        } finally {
            lock.unlock();
        }
    }

    /// Looks whether a new run would be let in now.
    ///
    /// @throws Fault.Busy when too many wait
    public void check() {
        lock.lock();
        try {
            if (free == 0 && waiting.size() >= queueDepth) {
                throw new Fault.Busy("too many runs wait for their turn", RETRY);
            }
        } finally {
            lock.unlock();
        }
    }

    /// Lets a run in: from now on it waits for its first turn.
    public Turn enter() {
        return new Turn();
    }

    /// The place of one run in the line. Used by the thread of the run, but for [#cancel].
    public final class Turn implements AutoCloseable {

        private final Condition given = lock.newCondition();
        private boolean held;
        private boolean cancelled;
        private long sinceNanos;

        private Turn() {
            lock.lock();
            try {
                ask();
            } finally {
                lock.unlock();
            }
        }

        /// Waits until the run may take a step; [#done] ends it.
        ///
        /// @return false when it was cancelled before
        public boolean await() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                if (!held && !waiting.contains(this)) {
                    ask();
                }
                while (!held && !cancelled) {
                    given.await();
                }
                return held;
            } finally {
                lock.unlock();
            }
        }

        /// The step is over: whoever waits longest is next.
        public void done() {
            lock.lock();
            try {
                waiting.remove(this);
                if (held) {
                    held = false;
                    inProgress--;
                    free++;
                }
                next();
            } finally {
                lock.unlock();
            }
        }

        /// Ends the waiting, of now and later. While a step is being taken it does nothing. Any thread
        /// may call it.
        public void cancel() {
            lock.lock();
            try {
                if (!held) {
                    cancelled = true;
                    waiting.remove(this);
                    given.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }

        /// The run is over.
        @Override
        public void close() {
            done();
        }

        /// Called with the lock.
        private void ask() {
            if (cancelled) {
                return;
            }
            sinceNanos = System.nanoTime();
            waiting.add(this);
            next();
        }
    }

    /// Gives free turns to those who wait longest. Called with the lock.
    private void next() {
        var line = waiting.iterator();
        while (free > 0 && line.hasNext()) {
            var turn = line.next();
            line.remove();
            free--;
            inProgress++;
            turns++;
            waitedNanos += System.nanoTime() - turn.sinceNanos;
            turn.held = true;
            turn.given.signalAll();
        }
    }
}
