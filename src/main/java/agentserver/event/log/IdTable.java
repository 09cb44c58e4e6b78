package agentserver.event.log;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/// Finds the number of an id. An id that is a UUID in the usual form costs 24 to 32 bytes; any
/// other is kept as text. Not safe for threads: its owner locks.
///
/// Open addressing over numbers (`slots` holds the number plus one, 0 is free), at most half full;
/// the ids themselves are two columns of longs.
final class IdTable {

    private static final int MIN_SLOTS = 32;

    private final Map<Integer, String> odd = new HashMap<>();
    private long[] high = new long[MIN_SLOTS / 2];
    private long[] low = new long[MIN_SLOTS / 2];
    private int[] slots = new int[MIN_SLOTS];
    private int size;

    /// The number of an id; -1 when it is not here.
    int find(String id) {
        var uuid = uuid(id);
        for (var slot = slot(uuid); slots[slot] != 0; slot = next(slot)) {
            var number = slots[slot] - 1;
            if (isAt(number, uuid, id)) {
                return number;
            }
        }
        return -1;
    }

    /// Adds an id that is not here, under the next number.
    void add(String id) {
        if (size == high.length) {
            grow();
        }
        var uuid = uuid(id);
        if (!uuid.toString().equals(id)) {
            odd.put(size, id);
        }
        add(uuid);
    }

    private void add(UUID uuid) {
        high[size] = uuid.getMostSignificantBits();
        low[size] = uuid.getLeastSignificantBits();
        occupy(uuid, ++size);
    }

    /// Writes the id of a number, for [#read].
    void write(ByteSink out, int number) {
        out.text(odd.getOrDefault(number, ""));
        if (!odd.containsKey(number)) {
            out.fixed(high[number]);
            out.fixed(low[number]);
        }
    }

    /// Adds the id that [#write] wrote.
    void read(ByteSource in) {
        var text = in.text();
        if (!text.isEmpty()) {
            add(text);
            return;
        }
        if (size == high.length) {
            grow();
        }
        add(new UUID(in.fixedLong(), in.fixedLong()));
    }

    String get(int number) {
        var text = odd.get(number);
        return text == null ? new UUID(high[number], low[number]).toString() : text;
    }

    int size() {
        return size;
    }

    private boolean isAt(int number, UUID uuid, String id) {
        return high[number] == uuid.getMostSignificantBits()
                && low[number] == uuid.getLeastSignificantBits()
                && get(number).equals(id);
    }

    private void grow() {
        var capacity = size + size / 4 + 4;
        high = Arrays.copyOf(high, capacity);
        low = Arrays.copyOf(low, capacity);
        if (slots.length < 2 * capacity) {
            slots = new int[Integer.highestOneBit(2 * capacity) * 2];
            for (var number = 0; number < size; number++) {
                occupy(new UUID(high[number], low[number]), number + 1);
            }
        }
    }

    private void occupy(UUID uuid, int value) {
        var slot = slot(uuid);
        while (slots[slot] != 0) {
            slot = next(slot);
        }
        slots[slot] = value;
    }

    private int slot(UUID uuid) {
        var mixed = (uuid.getMostSignificantBits() ^ uuid.getLeastSignificantBits())
                * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    /// The id itself, or for one of another form a UUID made from its text.
    private static UUID uuid(String id) {
        if (id.length() == 36) {
            try {
                return UUID.fromString(id);
            } catch (IllegalArgumentException _) { // of another form
            }
        }
        return new UUID(id.hashCode(), id.length());
    }
}
