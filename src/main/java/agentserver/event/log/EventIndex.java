package agentserver.event.log;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/// Where the events of a log are, and what may be asked of them without reading: columns of
/// primitives, about 75 bytes an event. Any thread may call it; `lock` guards everything and is
/// held for moments only.
final class EventIndex {

    /// Where an event's JSON is in the file.
    ///
    /// @param sum its CRC-32C: bytes that were changed since they were read last are noticed
    record Place(long offset, int bytes, int sum) {

        /// Where the next byte is that is not its.
        long end() {
            return offset + bytes;
        }
    }

    private static final int NO_PARENT = -1;
    private static final int MADE_ROOT = -2;
    private static final int LOST_PARENT = -3;
    private static final String ROOT = "__root__";
    private static final long NO_TIME = Long.MIN_VALUE;
    private static final int START = 16;
    private static final int OLDER = 3; // above the kinds of missing parents, as they are written
    private static final int AT_ONCE = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final IdTable ids = new IdTable();
    private final List<String> words = new ArrayList<>(); // kinds and sources
    private final Map<Integer, String> oddTimes = new HashMap<>();
    private final Map<Integer, String> lostParents = new HashMap<>();
    private long[] positions = new long[START];
    private long[] offsets = new long[START];
    private long[] times = new long[START];
    private int[] lengths = new int[START];
    private int[] sums = new int[START];
    private int[] parents = new int[START];
    private short[] kinds = new short[START];
    private short[] sources = new short[START];

    /// Adds the next event, unless there is one of that id.
    ///
    /// @param position its record's sequence number
    /// @param place    where its JSON is
    /// @return whether it was added
    boolean add(EventFacts event, long position, Place place) {
        lock.lock();
        try {
            if (ids.find(event.id()) >= 0) {
                return false;
            }
            var index = ids.size();
            put(index, position, place);
            kinds[index] = word(event.kind());
            sources[index] = word(event.source());
            parents[index] = parent(index, event.parentId());
            times[index] = time(index, event.timestamp());
            ids.add(event.id());
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void put(int index, long position, Place place) {
        if (index == offsets.length) {
            grow(index + index / 4 + START);
        }
        positions[index] = position;
        offsets[index] = place.offset();
        lengths[index] = place.bytes();
        sums[index] = place.sum();
    }

    /// The index of an id; -1 when it is not here.
    int find(String id) {
        lock.lock();
        try {
            return ids.find(id);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return ids.size();
        } finally {
            lock.unlock();
        }
    }

    long position(int index) {
        lock.lock();
        try {
            return positions[index];
        } finally {
            lock.unlock();
        }
    }

    Place place(int index) {
        lock.lock();
        try {
            return new Place(offsets[index], lengths[index], sums[index]);
        } finally {
            lock.unlock();
        }
    }

    /// See [EventLog#parent].
    OptionalLong parent(int index) {
        lock.lock();
        try {
            var parent = parents[index];
            if (parent == MADE_ROOT || parent < 0 && index == 0) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(parent < 0 ? index - 1 : parent);
        } finally {
            lock.unlock();
        }
    }

    EventHeader header(int index) {
        lock.lock();
        try {
            return new EventHeader(
                    ids.get(index), words.get(kinds[index]), words.get(sources[index]),
                    timeText(index), parentText(index));
        } finally {
            lock.unlock();
        }
    }

    private short word(String word) {
        var known = words.indexOf(word);
        if (known >= 0) {
            return (short) known;
        }
        if (words.size() > Short.MAX_VALUE) {
            throw new IllegalArgumentException("too many kinds of event in one log");
        }
        words.add(word);
        return (short) (words.size() - 1);
    }

    private int parent(int index, Optional<String> parentId) {
        if (parentId.isEmpty()) {
            return NO_PARENT;
        }
        if (parentId.get().equals(ROOT)) {
            return MADE_ROOT;
        }
        var parent = ids.find(parentId.get());
        if (parent < 0) {
            lostParents.put(index, parentId.get());
            return LOST_PARENT;
        }
        return parent;
    }

    private Optional<String> parentText(int index) {
        return switch (parents[index]) {
            case NO_PARENT -> Optional.empty();
            case MADE_ROOT -> Optional.of(ROOT);
            case LOST_PARENT -> Optional.of(lostParents.get(index));
            default -> Optional.of(ids.get(parents[index]));
        };
    }

    private long time(int index, String timestamp) {
        var time = LocalTime.parse(timestamp).orElse(NO_TIME);
        if (time == NO_TIME || !LocalTime.format(time).equals(timestamp)) {
            oddTimes.put(index, timestamp);
        }
        return time;
    }

    private String timeText(int index) {
        var odd = oddTimes.get(index);
        return odd == null ? LocalTime.format(times[index]) : odd;
    }

    /// Writes the first so many events, for [#read]. The lock is free between every few of them.
    void write(ByteSink out, int events) {
        locked(() -> {
            out.number(words.size());
            words.forEach(out::text);
        });
        for (var from = 0; from < events; from += AT_ONCE) {
            var first = from;
            locked(() -> write(out, first, Math.min(first + AT_ONCE, events)));
        }
    }

    private void write(ByteSink out, int from, int to) {
        for (var index = from; index < to; index++) {
            out.number(positions[index] - (index == 0 ? 0 : positions[index - 1]));
            out.number(offsets[index] - (index == 0 ? 0 : offsets[index - 1]));
            out.number(lengths[index]);
            out.fixed(sums[index]);
            out.number(kinds[index]);
            out.number(sources[index]);
            out.number(parents[index] < 0 ? -parents[index] - 1 : OLDER + index - parents[index]);
            if (parents[index] == LOST_PARENT) {
                out.text(lostParents.get(index));
            }
            out.number(times[index] - (index == 0 ? 0 : times[index - 1]));
            out.text(oddTimes.getOrDefault(index, ""));
            ids.write(out, index);
        }
    }

    /// Reads what [#write] wrote, into an index that is empty.
    void read(ByteSource in, int events) {
        for (var left = in.number(); left > 0; left--) {
            words.add(in.text());
        }
        grow(events + START);
        for (var index = 0; index < events; index++) {
            positions[index] = in.number() + (index == 0 ? 0 : positions[index - 1]);
            offsets[index] = in.number() + (index == 0 ? 0 : offsets[index - 1]);
            lengths[index] = (int) in.number();
            sums[index] = in.fixed();
            kinds[index] = (short) in.number();
            sources[index] = (short) in.number();
            var parent = (int) in.number();
            parents[index] = parent < OLDER ? -parent - 1 : OLDER + index - parent;
            if (parents[index] == LOST_PARENT) {
                lostParents.put(index, in.text());
            }
            times[index] = in.number() + (index == 0 ? 0 : times[index - 1]);
            var odd = in.text();
            if (!odd.isEmpty() || times[index] == NO_TIME) {
                oddTimes.put(index, odd);
            }
            ids.read(in);
        }
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    private void grow(int capacity) {
        positions = Arrays.copyOf(positions, capacity);
        offsets = Arrays.copyOf(offsets, capacity);
        times = Arrays.copyOf(times, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        sums = Arrays.copyOf(sums, capacity);
        parents = Arrays.copyOf(parents, capacity);
        kinds = Arrays.copyOf(kinds, capacity);
        sources = Arrays.copyOf(sources, capacity);
    }
}
