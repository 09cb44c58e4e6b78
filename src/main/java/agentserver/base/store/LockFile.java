package agentserver.base.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A lock that one process holds and the operating system takes back when that process ends,
/// however it ends. The file itself stays. Held until closed; excludes other threads of this
/// process too.
public final class LockFile implements AutoCloseable {

    private final FileChannel channel;

    private LockFile(FileChannel channel) {
        this.channel = channel;
    }

    /// Takes the lock if it is free; never waits.
    ///
    /// @return empty when somebody holds it
    /// @throws IOException when the file can't be made or opened
    public static Optional<LockFile> tryLock(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return Optional.of(new LockFile(channel));
            }
        } catch (OverlappingFileLockException _) { // held by this process
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return Optional.empty();
    }

    /// Gives the lock back; a second call does nothing.
    @Override
    public void close() throws IOException {
        channel.close();
    }
}
