package agentserver.base.process;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Reads something that changes and is costly to read, once for all who ask at the same moment.
///
/// One reading is done at a time. Who asks meanwhile gets the next, which begins after the question, so
/// nobody is told of the past. Any thread may call it.
final class SharedReading<T> {

    private final Supplier<T> source;
    private final ReentrantLock reading = new ReentrantLock(true);
    private final ReentrantLock lock = new ReentrantLock(); // guards next
    private Optional<Ask<T>> next = Optional.empty();

    /// A reading that has not begun, and is shared by all who hold it.
    private static final class Ask<T> {
        private Optional<T> answer = Optional.empty(); // guarded by reading
    }

    SharedReading(Supplier<T> source) {
        this.source = source;
    }

    /// What a reading says that began after this call.
    T next() {
        var mine = join();
        reading.lock();
        try {
            if (mine.answer.isEmpty()) {
                leave(mine);
                mine.answer = Optional.of(source.get());
            }
            return mine.answer.get();
        } finally {
            reading.unlock();
        }
    }

    private Ask<T> join() {
        lock.lock();
        try {
            if (next.isEmpty()) {
                next = Optional.of(new Ask<>());
            }
            return next.get();
        } finally {
            lock.unlock();
        }
    }

    /// It begins: who asks from here on waits for the one after it.
    private void leave(Ask<T> begun) {
        lock.lock();
        try {
            next = next.filter(ask -> ask != begun);
        } finally {
            lock.unlock();
        }
    }
}
