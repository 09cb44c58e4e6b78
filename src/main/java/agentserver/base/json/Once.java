package agentserver.base.json;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// A value that is made when it is first asked for, and then kept: what a start has no time for.
///
/// Any thread may ask; the first makes the value and the others wait for it. When making it fails,
/// the next who asks tries again.
public final class Once<T> implements Supplier<T> {

    private final Supplier<T> maker;
    private final ReentrantLock making = new ReentrantLock();
    private volatile T value; // null until it is made

    public Once(Supplier<T> maker) {
        this.maker = maker;
    }

    /// One whose value is there already.
    public static <T> Once<T> of(T value) {
        var once = new Once<>(() -> value);
        once.get();
        return once;
    }

    @Override
    public T get() {
        var made = value;
        return made == null ? make() : made;
    }

    /// What was made; empty when nobody has asked yet.
    public Optional<T> made() {
        return Optional.ofNullable(value);
    }

    private T make() {
        making.lock();
        try {
            if (value == null) {
                value = maker.get();
            }
            return value;
        } finally {
            making.unlock();
        }
    }
}
