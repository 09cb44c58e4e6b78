package agentserver.base.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;

/// Directories that are on the disk once a method returns.
public final class Directories {

    private static final Logger LOG = System.getLogger(Directories.class.getName());

    private Directories() {}

    /// Makes a directory and its missing parents; no error when it exists.
    ///
    /// @throws IOException when it can't be made, or a file stands in the way
    public static void create(Path directory) throws IOException {
        make(directory.toAbsolutePath().normalize());
    }

    /// As [#create], but what it makes only its owner may enter (mode 0700). A directory that
    /// exists keeps its mode.
    ///
    /// @throws IOException when it can't be made, or a file stands in the way
    public static void createPrivate(Path directory) throws IOException {
        make(directory.toAbsolutePath().normalize(), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwx------")));
    }

    /// Writes a directory's entries to the disk: without it a new or renamed file may be forgotten.
    ///
    /// @throws IOException when the directory can't be read or synced
    public static void sync(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Sees to it that a directory that exists is still there after a crash, whoever made it and its
    /// parents: syncs every directory above it, as far as they may be read.
    ///
    /// @throws IOException when one can't be synced
    public static void settle(Path directory) throws IOException {
        var above = directory.toAbsolutePath().normalize().getParent();
        try {
            for (; above != null; above = above.getParent()) {
                sync(above);
            }
        } catch (AccessDeniedException _) { // not ours to make, and so not made by us
            return;
        }
    }

    /// Removes a directory and all that lies in it; links are removed, not followed. No error when
    /// there is none. What can't be removed is named in the log, and stays.
    public static void remove(Path directory) {
        try (var entries = Files.walk(directory)) {
            entries.sorted(Comparator.reverseOrder()).forEach(Directories::removeEntry);
        } catch (NoSuchFileException _) { // it is gone, which is what was asked for
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, () -> directory + " can't be removed", e);
        }
    }

    private static void removeEntry(Path entry) {
        try {
            Files.deleteIfExists(entry);
        } catch (IOException e) {
            LOG.log(Level.WARNING, () -> entry + " can't be removed", e);
        }
    }

    private static void make(Path directory, FileAttribute<?>... attributes) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        make(directory.getParent(), attributes);
        try {
            Files.createDirectory(directory, attributes);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        sync(directory.getParent());
    }
}
