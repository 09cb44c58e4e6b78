package agentserver.llm;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.concurrent.atomic.AtomicInteger;

/// An immutable list that grows by making a longer one, in constant time on average.
///
/// The lists of one history share an array: each sees its own first `size` slots, and a slot is
/// written once, before the list that shows it exists, so readers on other threads need no lock.
/// The list that is the longest of its history appends in place; of two threads, or two branches,
/// that append to the same list, one wins the slot and the other copies. Rejected: copying the
/// whole list at each step, which makes a long conversation quadratic; a mutable list behind a
/// lock, which makes readers wait.
final class GrowingList<T> extends AbstractList<T> implements RandomAccess {

    private static final int FIRST_CAPACITY = 8;

    private final Object[] slots;
    private final AtomicInteger taken;
    private final int size;

    private GrowingList(Object[] slots, AtomicInteger taken, int size) {
        this.slots = slots;
        this.taken = taken;
        this.size = size;
    }

    /// `items` itself when it already is such a list, else a copy; null means none.
    static <T> GrowingList<T> of(Collection<T> items) {
        if (items instanceof GrowingList<T> growing) {
            return growing;
        }
        var slots = items == null ? new Object[0] : items.toArray();
        for (var item : slots) {
            Objects.requireNonNull(item, "item");
        }
        return new GrowingList<>(slots, new AtomicInteger(slots.length), slots.length);
    }

    GrowingList<T> plus(T item) {
        Objects.requireNonNull(item, "item");
        if (size < slots.length && taken.compareAndSet(size, size + 1)) {
            slots[size] = item;
            return new GrowingList<>(slots, taken, size + 1);
        }
        var wider = Arrays.copyOf(
                Arrays.copyOf(slots, size, Object[].class), Math.max(FIRST_CAPACITY, size * 2));
        wider[size] = item;
        return new GrowingList<>(wider, new AtomicInteger(size + 1), size + 1);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T get(int index) {
        Objects.checkIndex(index, size);
        return (T) slots[index];
    }

    @Override
    public int size() {
        return size;
    }
}
