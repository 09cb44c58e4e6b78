package agentserver.server;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Drops connections on which nothing has moved for too long, while a request's body is read or an answer
/// is written. The JDK's server has no such limit, and a blocked read or write ends only with its channel.
///
/// One thread looks at all watches each [#TICK], so a limit is kept to that accuracy. Any thread may start
/// a watch; the thread that reads or writes tells it that something moved, and ends it.
final class Stalls implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(250);

    private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
    private final Thread watcher = Thread.ofVirtual().name("stalls").unstarted(this::watch);

    Stalls() {
        watcher.start();
    }

    /// Watches a channel until the watch is closed.
    Watch watch(SocketChannel channel, Duration limit) {
        var watch = new Watch(channel, limit.toNanos());
        watches.add(watch);
        return watch;
    }

    /// One channel under watch.
    final class Watch implements AutoCloseable {

        private final SocketChannel channel;
        private final long limitNanos;
        private volatile long lastMove = System.nanoTime();

        private Watch(SocketChannel channel, long limitNanos) {
            this.channel = channel;
            this.limitNanos = limitNanos;
        }

        void moved() {
            lastMove = System.nanoTime();
        }

        private void check(long now) {
            if (now - lastMove < limitNanos) {
                return;
            }
            close();
            try {
                channel.close();
            } catch (IOException _) { // it is gone either way
            }
        }

        @Override
        public void close() {
            watches.remove(this);
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(TICK);
                long now = System.nanoTime();
                watches.forEach(watch -> watch.check(now));
            }
        } catch (InterruptedException _) { // closed: this is how the thread ends
        }
    }
}
