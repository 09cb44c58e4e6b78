package agentserver.base.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// A lock that one process holds and the operating system takes back when that process ends,
/// however it ends. The file itself stays. Held until closed; excludes other threads of this
/// process too.
public final class LockFile implements AutoCloseable {

    private final int descriptor;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LockFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /// Takes the lock if it is free; never waits.
    ///
    /// @return empty when somebody holds it
    /// @throws IOException when the file can't be made or opened, or the file system has no locks
    public static Optional<LockFile> tryLock(Path file) throws IOException {
        var descriptor = Flock.open(file);
        return descriptor.isPresent()
                ? Optional.of(new LockFile(descriptor.getAsInt()))
                : Optional.empty();
    }

    /// Gives the lock back; a second call does nothing.
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Flock.close(descriptor);
        }
    }
}
