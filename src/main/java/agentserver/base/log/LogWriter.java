package agentserver.base.log;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/// Takes lines from request threads and writes them in one thread of its own.
///
/// A line costs its caller one offer to a bounded queue. The writer takes all that is queued,
/// writes it with one call, and then dozes for [#DOZE_NANOS] before it looks again: under load
/// nobody has to wake it, and many lines share a call. With an empty queue it sleeps until the next
/// line wakes it. Writing in the caller's thread was the alternative: a call per line, and a
/// terminal that nobody reads would stop the server.
///
/// When the queue is full, an access line is dropped and counted; a line of the application waits
/// [#PATIENCE_MILLIS] for room first, unless the line before it waited in vain. The number of
/// dropped lines is logged as soon as there is room again.
///
/// After [#close] there is no queue any more: lines are written by whoever gives them, so that the
/// last words of a process that ends are not lost. Only where nobody has read what was written for
/// a while they are, since a process must be able to end.
final class LogWriter implements AutoCloseable {

    private static final int QUEUE_LINES = 16_384;
    private static final int BATCH_LINES = 1_024;
    private static final long DOZE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long PATIENCE_MILLIS = 100;
    private static final int FLUSH_STEPS = 10;
    private static final long FLUSH_STEP_MILLIS = 100;

    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE_LINES);
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final LongAdder dropped = new LongAdder();
    private final Thread thread = Thread.ofPlatform().daemon().name("log").unstarted(this::run);

    private final ReentrantLock writing = new ReentrantLock(); // guards outlets and reported
    private final LogOutlets outlets;
    private long reported;

    private volatile boolean stalled;
    private volatile boolean closed;
    private volatile boolean stuck;

    LogWriter(LogOutlets outlets) {
        this.outlets = outlets;
    }

    void add(Entry entry) {
        if (closed) {
            write(List.of(entry));
            return;
        }
        if (!queue.offer(entry) && !offerPatiently(entry)) {
            dropped.increment();
            return;
        }
        if (closed) { // closed in between: nobody else may come for it
            writeQueued();
            return;
        }
        wake(entry instanceof Entry.Line line && line.level() == Level.ERROR);
    }

    long droppedLines() {
        return dropped.sum();
    }

    void configure(LogSettings settings) throws IOException {
        flush();
        writing.lock();
        try {
            outlets.configure(settings);
        } finally {
            writing.unlock();
        }
    }

    void redact(LineRedactor redactor) {
        writing.lock();
        try {
            outlets.redact(redactor);
        } finally {
            writing.unlock();
        }
    }

    /// Waits until all lines so far are written. An interrupt is kept for later: the wait is short,
    /// and whoever flushes is often about to end. It waits in steps: a pause of the whole process,
    /// the writer included, takes one of them and not all.
    ///
    /// @return whether they were written in time
    boolean flush() {
        if (closed || !started.get()) {
            return true;
        }
        var mark = new Entry.Mark(new CountDownLatch(1));
        var interrupted = Thread.interrupted();
        var queued = false;
        try {
            for (var step = 0; step < FLUSH_STEPS; step++) {
                try {
                    queued = queued || queue.offer(mark, FLUSH_STEP_MILLIS, MILLISECONDS);
                    wake(true);
                    if (queued && mark.reached().await(FLUSH_STEP_MILLIS, MILLISECONDS)) {
                        return true;
                    }
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        stuck = !flush();
        closed = true;
        LockSupport.unpark(thread);
        writeQueued();
    }

    private boolean offerPatiently(Entry entry) {
        if (stalled || !(entry instanceof Entry.Line)) {
            return false;
        }
        try {
            var accepted = queue.offer(entry, PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            stalled = !accepted;
            return accepted;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void wake(boolean urgent) {
        if (!started.get() && started.compareAndSet(false, true)) {
            thread.start();
        }
        if (urgent || asleep.get() && asleep.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        var batch = new ArrayList<Entry>(BATCH_LINES);
        while (!closed) {
            if (queue.drainTo(batch, BATCH_LINES) == 0) {
                sleep();
                continue;
            }
            write(batch);
            if (batch.size() < BATCH_LINES) {
                LockSupport.parkNanos(this, DOZE_NANOS);
            }
            batch.clear();
        }
    }

    private void sleep() {
        asleep.set(true);
        // looked at after saying so: whoever gives a line now wakes us
        if (queue.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        asleep.set(false);
    }

    private void writeQueued() {
        var rest = new ArrayList<Entry>();
        queue.drainTo(rest);
        write(rest);
    }

    private void write(List<Entry> batch) {
        if (stuck || batch.isEmpty()) {
            return;
        }
        writing.lock();
        try {
            for (var entry : batch) {
                addSafely(entry);
            }
            reportDropped();
            outlets.flush();
            stalled = false;
        } finally {
            writing.unlock();
        }
        for (var entry : batch) {
            if (entry instanceof Entry.Mark mark) {
                mark.reached().countDown();
            }
        }
    }

    private void addSafely(Entry entry) {
        try {
            outlets.add(entry);
        } catch (RuntimeException thrown) { // an exception that can't print itself, for instance
            outlets.add(own("a log line could not be written: " + thrown.getClass().getName()));
        }
    }

    private void reportDropped() {
        var lines = dropped.sum();
        if (lines > reported) {
            outlets.add(own((lines - reported)
                    + " log lines were dropped: they came faster than they could be written"));
            reported = lines;
        }
    }

    private static Entry own(String message) {
        var origin = new Entry.Origin(Log.class.getName(), "", "", Optional.empty());
        return new Entry.Line(
                System.currentTimeMillis(), Level.WARNING, origin, message, Optional.empty());
    }
}
