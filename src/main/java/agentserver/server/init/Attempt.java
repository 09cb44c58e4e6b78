package agentserver.server.init;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What one attempt to get ready has made so far, by an init or at the start, so that a failed one
/// leaves nothing behind. Used by one thread. Closing it undoes everything, the latest first, unless
/// it was committed before.
public final class Attempt implements AutoCloseable {

    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(
            PosixFilePermissions.fromString("rwx------"));
    private static final Logger LOG = System.getLogger(Attempt.class.getName());

    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    /// Keeps something that is closed should the attempt fail.
    public <T extends AutoCloseable> T keep(T part) {
        made.push(part);
        return part;
    }

    /// Sees to it that a directory can be written to; makes it, and its parents, when it is missing,
    /// for the server's user alone. Does not wait for the disk: who writes there first does.
    ///
    /// @param setting who asks for it: named in the failure, where the path is not
    /// @throws IOException when it can't be; then it is as it was
    public void directory(String setting, Path directory) throws IOException {
        try {
            for (var path : missing(directory)) {
                Files.createDirectory(path, OWNER_ONLY);
                keep(() -> remove(path));
            }
            if (!Files.isDirectory(directory)) {
                throw new NotDirectoryException("");
            }
        } catch (IOException e) {
            throw named(setting, e);
        }
        if (!Files.isWritable(directory) || !Files.isExecutable(directory)) {
            throw named(setting, new AccessDeniedException(""));
        }
    }

    /// What has to be made, parents first.
    private static Deque<Path> missing(Path directory) {
        var missing = new ArrayDeque<Path>();
        var path = directory.toAbsolutePath().normalize();
        while (path != null && !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            missing.push(path);
            path = path.getParent();
        }
        return missing;
    }

    private static void remove(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException _) { // somebody else uses it by now: then it is theirs
            LOG.log(Level.WARNING, "a directory made by a failed init is in use, and stays");
        }
    }

    /// The same failure, with the setting and in words; without the path.
    private static IOException named(String setting, IOException failure) {
        var reason = switch (failure) {
            case NoSuchFileException _ -> "can't be made there";
            case AccessDeniedException _ -> "can't be written to";
            case FileAlreadyExistsException _, NotDirectoryException _ -> "a file stands in the way";
            case FileSystemException e -> Optional.ofNullable(e.getReason()).orElse("can't be used");
            default -> "can't be used";
        };
        return new IOException(setting + ": " + reason, failure);
    }

    /// From now on nothing is undone.
    public void commit() {
        made.clear();
    }

    @Override
    public void close() {
        while (!made.isEmpty()) {
            try {
                made.pop().close();
            } catch (Exception e) { // the rest has to go too
                LOG.log(Level.ERROR, "a failed init could not be undone in full", e);
            }
        }
    }
}
