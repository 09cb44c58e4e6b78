package agentserver.base.store;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/// Replaces a file as a whole: after a crash at any moment it holds the old bytes or the new ones,
/// and once a method returns, the new ones are on the disk.
///
/// The bytes go to a temporary file in the same directory (`.NAME.….tmp`), which is synced, then
/// renamed over the target, and the directory is synced. A failed attempt leaves the target as it
/// was and takes its temporary file away. Two writers of one file don't mix: the last one wins. Any
/// thread may call it; all methods block.
public final class AtomicFile {

    private final FailurePoint points;

    /// @param points where tests make a write fail; [FailurePoint#NONE] otherwise
    public AtomicFile(FailurePoint points) {
        this.points = points;
    }

    /// Writes a file that whoever the process's mask allows may read.
    ///
    /// @throws IOException when it can't; the old content stays
    public static void write(Path file, byte[] bytes) throws IOException {
        new AtomicFile(FailurePoint.CONFIGURED).replace(file, bytes);
    }

    /// Writes a file that only its owner may read or write (mode 0600).
    ///
    /// @throws IOException when it can't; the old content stays
    public static void writePrivate(Path file, byte[] bytes) throws IOException {
        new AtomicFile(FailurePoint.CONFIGURED).replace(file, bytes, ownerOnly());
    }

    /// Writes a private file unless there is one already; of several callers, in this process or
    /// another, one succeeds.
    ///
    /// @return whether this call wrote it
    /// @throws IOException when it can't be written
    public static boolean createPrivate(Path file, byte[] bytes) throws IOException {
        var temporary = temporary(file);
        try {
            new AtomicFile(FailurePoint.CONFIGURED).fill(temporary, bytes, ownerOnly());
            Files.createLink(file, temporary); // unlike a rename, fails where a file exists
            Directories.sync(parent(file));
            return true;
        } catch (FileAlreadyExistsException _) { // another was first: its file counts
            return false;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// As [#write], with this object's failure point.
    public void replace(Path file, byte[] bytes, FileAttribute<?>... attributes)
            throws IOException {
        var temporary = temporary(file);
        try {
            fill(temporary, bytes, attributes);
            points.before(FailurePoint.Step.RENAME);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        Directories.sync(parent(file));
    }

    private void fill(Path temporary, byte[] bytes, FileAttribute<?>... attributes)
            throws IOException {
        try (var channel = FileChannel.open(temporary, Set.of(CREATE_NEW, WRITE), attributes)) {
            points.before(FailurePoint.Step.WRITE);
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            points.before(FailurePoint.Step.SYNC);
            channel.force(true);
        }
    }

    private static FileAttribute<?> ownerOnly() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    private static Path temporary(Path file) {
        return parent(file).resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".tmp");
    }

    private static Path parent(Path file) {
        return file.toAbsolutePath().getParent();
    }
}
