package agentserver.event.log;

import agentserver.base.store.FailurePoint;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;

/// A log file on a disk. It is a [RandomAccessFile] because an interrupt would close a channel
/// under every thread that uses it, and the threads of a run are interrupted as a matter of course.
final class DiskLogFile implements LogFile {

    private final RandomAccessFile file;
    private final ReentrantLock lock = new ReentrantLock(); // guards the file's place

    /// Opens a file, making it when there is none.
    DiskLogFile(Path path) throws IOException {
        file = new RandomAccessFile(path.toFile(), "rw");
    }

    @Override
    public void write(byte[] bytes, long offset) throws IOException {
        lock.lock();
        try {
            FailurePoint.CONFIGURED.before(FailurePoint.Step.WRITE);
            file.seek(offset);
            file.write(bytes);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void truncate(long length) throws IOException {
        lock.lock();
        try {
            file.setLength(length);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void sync() throws IOException {
        FailurePoint.CONFIGURED.before(FailurePoint.Step.SYNC);
        file.getChannel().force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
