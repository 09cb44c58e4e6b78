package agentserver.testing;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// What lies below a directory in which a server still works: what is removed meanwhile is passed
/// over, where `Files.walk` fails.
public final class Trees {

    private Trees() {}

    /// The names of all directories and files, in order.
    public static List<String> names(Path root) throws IOException {
        return below(root).stream().map(Path::toString).sorted().toList();
    }

    /// All directories and files, the root first.
    public static List<Path> below(Path root) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes is) {
                found.add(directory);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                found.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                    throws IOException {
                return unlessRemoved(failure);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                    throws IOException {
                return failure == null ? FileVisitResult.CONTINUE : unlessRemoved(failure);
            }
        });
        return found;
    }

    private static FileVisitResult unlessRemoved(IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw failure;
    }
}
