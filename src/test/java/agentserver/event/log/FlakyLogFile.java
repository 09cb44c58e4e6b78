package agentserver.event.log;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A disk that can be made full, broken or slow.
final class FlakyLogFile implements LogFile {

    final AtomicInteger syncs = new AtomicInteger();
    volatile boolean full;
    volatile boolean syncBroken;
    volatile CountDownLatch syncGate = new CountDownLatch(0);
    private final LogFile file;

    FlakyLogFile(LogFile file) {
        this.file = file;
    }

    @Override
    public void write(byte[] bytes, long offset) throws IOException {
        if (full) { // as much as there is room for
            file.write(Arrays.copyOf(bytes, bytes.length / 2), offset);
            throw new IOException("no space left on device");
        }
        file.write(bytes, offset);
    }

    @Override
    public void truncate(long length) throws IOException {
        file.truncate(length);
    }

    @Override
    public void sync() throws IOException {
        try {
            syncGate.await();
        } catch (InterruptedException e) {
            throw new IOException("nobody should interrupt a sync", e);
        }
        if (syncBroken) {
            throw new IOException("input/output error");
        }
        syncs.incrementAndGet();
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
