package agentserver.server.socket;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// The sockets that are open, and those that are about to be: their handshake was taken, Jetty has not
/// opened them yet. One thread looks at all of them each [#TICK]: it asks peers whether they live, and
/// drops those that do not answer, do not show their key, or do not close in time.
///
/// Any thread may call it. `lock` lets in one at a time, so that the limit holds.
final class OpenSockets {

    private static final Duration TICK = Duration.ofMillis(250);
    private static final long LOOK_MILLIS = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final Thread watcher = Thread.ofVirtual().name("socket-watch").unstarted(this::run);

    void watch() {
        watcher.start();
    }

    /// Adds a socket that is about to open, unless there are so many already.
    ///
    /// @return whether it was added
    boolean add(Link link, int most) {
        lock.lock();
        try {
            return links.size() < most && links.add(link);
        } finally {
            lock.unlock();
        }
    }

    /// Adds a socket that was let in before.
    void keep(Link link) {
        links.add(link);
    }

    void remove(Link link) {
        links.remove(link);
    }

    int count() {
        return links.size();
    }

    /// Closes all, waits up to `patience` for their peers to answer, and ends the watch. The looks are
    /// counted, not the clock asked: a machine that stands still for a while does not end the waiting.
    void closeAll(int code, String reason, Duration patience) {
        try {
            for (long left = patience.toMillis(); !links.isEmpty() && left > 0; left -= LOOK_MILLIS) {
                links.forEach(link -> link.close(code, reason)); // again, for those that open now
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // no more patience
        }
        links.forEach(Link::abort);
        watcher.interrupt();
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(TICK);
                long now = System.nanoTime();
                links.forEach(link -> link.check(now));
            }
        } catch (InterruptedException _) { // closed: this is how the thread ends
        }
    }
}
