package agentserver.base.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/// Reads a child's stream to its end on a virtual thread, keeping the first bytes. `lock` guards
/// what is kept, for whoever asks before the end.
final class LimitedReader {

    private static final int STEPS = 10;

    private final InputStream stream;
    private final int limitBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Thread thread;
    private boolean cut;

    private LimitedReader(InputStream stream, int limitBytes) {
        this.stream = stream;
        this.limitBytes = limitBytes;
        this.thread = Thread.ofVirtual().unstarted(this::read);
    }

    static LimitedReader start(InputStream stream, int limitBytes) {
        var reader = new LimitedReader(stream, limitBytes);
        reader.thread.start();
        return reader;
    }

    /// Waits for the end of the stream: what a process left behind may hold it open for ever. It
    /// waits in steps: a pause of this whole process, the reader included, takes one and not all.
    void await(Duration limit) throws InterruptedException {
        var step = limit.dividedBy(STEPS);
        for (var i = 0; i < STEPS && thread.isAlive(); i++) {
            thread.join(step);
        }
    }

    String text() {
        lock.lock();
        try {
            return kept.toString(StandardCharsets.UTF_8);
        } finally {
            lock.unlock();
        }
    }

    boolean cut() {
        lock.lock();
        try {
            return cut;
        } finally {
            lock.unlock();
        }
    }

    private void read() {
        var buffer = new byte[8192];
        try {
            for (int n = stream.read(buffer); n >= 0; n = stream.read(buffer)) {
                keep(buffer, n);
            }
        } catch (IOException _) {
            // Closed under our hands after a kill: what was read until then is the output.
        }
    }

    private void keep(byte[] buffer, int length) {
        lock.lock();
        try {
            var room = Math.min(length, limitBytes - kept.size());
            kept.write(buffer, 0, room);
            cut |= room < length;
        } finally {
            lock.unlock();
        }
    }
}
