package agentserver.conversation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/// What conversations that are not loaded look like to REST clients, so that a page of the list that was
/// shown before is not read again. Those that were not asked for longest go first. Any thread may call
/// it; `lock` guards the map.
final class InfoCache {

    /// @param mark     which version of the conversation's files it tells of
    /// @param children of which it was the parent then
    private record Shown(long mark, List<UUID> children, byte[] json) {}

    private static final int MAX_BYTES = 16 << 20;
    private static final int ENTRY_BYTES = 150; // beside the JSON

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, Shown> shown = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /// What was kept of this version of a conversation.
    Optional<byte[]> find(UUID id, long mark, List<UUID> children) {
        lock.lock();
        try {
            return Optional.ofNullable(shown.get(id))
                    .filter(it -> it.mark() == mark && it.children().equals(children))
                    .map(Shown::json);
        } finally {
            lock.unlock();
        }
    }

    void keep(UUID id, long mark, List<UUID> children, byte[] json) {
        lock.lock();
        try {
            var before = shown.put(id, new Shown(mark, children, json));
            bytes += json.length + (before == null ? ENTRY_BYTES : -before.json().length);
            var oldest = shown.values().iterator();
            while (bytes > MAX_BYTES) {
                bytes -= oldest.next().json().length + ENTRY_BYTES;
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }
}
