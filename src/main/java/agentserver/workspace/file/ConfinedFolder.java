package agentserver.workspace.file;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/// A folder whose files can be opened, and none outside of it, whatever links and names say and whoever
/// changes them meanwhile.
///
/// Links are resolved first, and what they lead to must lie in the folder. The path found so has no
/// links, and is then walked from the folder step by step, each directory opened from the one before and
/// none of them through a link. So a name that is turned into a link after the look at it makes the walk
/// fail, instead of leading it elsewhere: there is nothing between check and use.
///
/// The folder itself, and what lies above it, are trusted. Linux only, as `openat` is what this needs.
/// Immutable; any thread may use it.
public final class ConfinedFolder {

    /// What stands at a path.
    public sealed interface Found {}

    /// A file, open: whoever gets it closes it.
    public record Opened(Path path, SeekableByteChannel channel, BasicFileAttributes attributes)
            implements Found, AutoCloseable {

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /// A directory.
    public record Directory(Path path) implements Found {}

    /// Nothing that could be read: no such name, no right to it, or neither file nor directory.
    public record Nothing() implements Found {}

    /// Something that lies outside of the folder, or would.
    public record Outside() implements Found {}

    private static final Nothing NOTHING = new Nothing();
    private static final Outside OUTSIDE = new Outside();

    private final Path folder;

    /// @param folder need not exist yet
    public ConfinedFolder(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /// Opens the file at a path relative to the folder.
    ///
    /// @param relative names with slashes between, decoded; empty for the folder itself
    public Found open(String relative) {
        try {
            var lexical = folder.resolve(relative).normalize();
            if (relative.startsWith("/") || !lexical.startsWith(folder)) {
                return OUTSIDE;
            }
            var root = folder.toRealPath();
            var real = folder.resolve(relative).toRealPath();
            return real.startsWith(root) ? walk(root, root.relativize(real)) : OUTSIDE;
        } catch (IOException | InvalidPathException _) { // the client need not know which of them
            return NOTHING;
        }
    }

    private static Found walk(Path root, Path steps) throws IOException {
        if (steps.toString().isEmpty()) {
            return new Directory(root);
        }
        var here = secure(Files.newDirectoryStream(root));
        try {
            for (int i = 0; i < steps.getNameCount() - 1; i++) {
                var next = here.newDirectoryStream(steps.getName(i), LinkOption.NOFOLLOW_LINKS);
                here.close();
                here = secure(next);
            }
            return last(here, root.resolve(steps));
        } finally {
            here.close();
        }
    }

    /// Looks before it opens: opening a pipe would wait for somebody to write to it.
    private static Found last(SecureDirectoryStream<Path> parent, Path path) throws IOException {
        var name = path.getFileName();
        var attributes = parent.getFileAttributeView(
                name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes();
        if (attributes.isDirectory()) {
            return new Directory(path);
        }
        if (!attributes.isRegularFile()) {
            return NOTHING;
        }
        var channel = parent.newByteChannel(
                name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        return new Opened(path, channel, attributes);
    }

    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
            throws IOException {
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this system can't open files from a directory");
    }
}
