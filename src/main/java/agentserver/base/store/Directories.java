package agentserver.base.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Directories that are on the disk once a method returns.
public final class Directories {

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
