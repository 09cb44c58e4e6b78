package agentserver.event.log;

import java.io.IOException;

/// The file under a log, as far as a log needs it: what tests replace to have a disk that fails.
interface LogFile extends AutoCloseable {

    /// Writes bytes at an offset with one write. An interrupt of the thread does not stop it. When
    /// it fails, any part of them may be there.
    void write(byte[] bytes, long offset) throws IOException;

    /// Cuts the file.
    void truncate(long length) throws IOException;

    /// Waits until the disk has what was written. Called by threads that nobody interrupts.
    void sync() throws IOException;

    @Override
    void close() throws IOException;
}
