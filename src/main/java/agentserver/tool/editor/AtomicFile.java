package agentserver.tool.editor;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/// Writes files so that a reader sees the old bytes or the new ones, never a mixture, and so that a
/// failure leaves the old ones. A new file gets the process's usual permissions.
final class AtomicFile {

    private AtomicFile() {}

    /// Writes a file that must not exist yet; of several that create it at once, one does.
    ///
    /// @throws FileAlreadyExistsException when there is one, whatever it is
    static void create(Path file, byte[] bytes) throws IOException {
        var temporary = written(file, bytes);
        try {
            link(temporary, file, bytes);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /// Replaces a file, which is no link; owner, group and permissions stay. A file that the process may
    /// not write is left alone, though its folder would let it be replaced.
    static void replace(Path file, byte[] bytes) throws IOException {
        if (!Files.isWritable(file)) {
            throw new AccessDeniedException(file.toString());
        }
        var temporary = written(file, bytes);
        try {
            copyAccess(file, temporary);
            move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Path written(Path file, byte[] bytes) throws IOException {
        var temporary = file.resolveSibling(".edit-" + UUID.randomUUID() + ".tmp");
        try {
            Files.write(
                    temporary, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return temporary;
        } catch (IOException failure) {
            Files.deleteIfExists(temporary);
            throw failure;
        }
    }

    /// Gives a file its name. A second name, unlike a move, never takes the place of another file.
    private static void link(Path from, Path to, byte[] bytes) throws IOException {
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException taken) {
            throw taken;
        } catch (UnsupportedOperationException | FileSystemException _) {
            // The file system knows no second names; what is left is to write it where it stands.
            Files.write(to, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
    }

    private static void copyAccess(Path from, Path to) throws IOException {
        var source = Files.getFileAttributeView(from, PosixFileAttributeView.class);
        var target = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (source == null || target == null) {
            return;
        }
        var wanted = source.readAttributes();
        var current = target.readAttributes();
        if (!wanted.owner().equals(current.owner())) {
            target.setOwner(wanted.owner());
        }
        if (!wanted.group().equals(current.group())) {
            target.setGroup(wanted.group());
        }
        target.setPermissions(wanted.permissions());
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            // Some network and union file systems can't; a plain move is what is left.
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
