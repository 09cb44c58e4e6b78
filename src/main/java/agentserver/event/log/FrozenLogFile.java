package agentserver.event.log;

import java.io.IOException;

/// The file of a log that is another's to write.
final class FrozenLogFile implements LogFile {

    @Override
    public void write(byte[] bytes, long offset) throws IOException {
        throw new IOException("the log is open for reading alone");
    }

    @Override
    public void truncate(long length) throws IOException {
        throw new IOException("the log is open for reading alone");
    }

    @Override
    public void sync() {
        // nothing was written
    }

    @Override
    public void close() {
        // nothing is open
    }
}
