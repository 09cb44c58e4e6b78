package agentserver.tool.editor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Predicate;

/// Decides which file a path means, and whether the tool may touch it.
///
/// @param workingDir where a relative path would probably have been meant to start
/// @param forbidden  true for what tools must not touch; it is asked about real paths, links resolved
record EditorPaths(Path workingDir, Predicate<Path> forbidden) {

    /// The existing file or folder that `written` means, links resolved.
    ///
    /// @throws EditorFailure when there is none, it is forbidden, or the path is not absolute
    Path existing(String written) {
        var path = absolute(written);
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw EditorFailure.invalid("path", written, "The path " + written
                    + " does not exist. Please provide a valid path.");
        }
        try {
            return allowed(written, path.toRealPath());
        } catch (IOException cause) {
            throw EditorFailure.reading(written, cause);
        }
    }

    /// The file to create, in a folder whose links are resolved.
    ///
    /// @throws EditorFailure when it exists, its folder doesn't, it is forbidden, or the path is not
    ///         absolute
    Path absent(String written) {
        var path = absolute(written);
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) || path.getFileName() == null) {
            throw EditorFailure.invalid("path", written, "File already exists at: " + written
                    + ". Cannot overwrite files using command `create`.");
        }
        try {
            return allowed(written, path.getParent().toRealPath().resolve(path.getFileName()));
        } catch (IOException cause) {
            throw EditorFailure.writing(written, cause);
        }
    }

    private Path absolute(String written) {
        try {
            var path = Path.of(written);
            if (path.isAbsolute()) {
                return path;
            }
            throw EditorFailure.invalid("path", written, "The path should be an absolute path, "
                    + "starting with `/`." + suggestion(path));
        } catch (InvalidPathException _) {
            throw EditorFailure.invalid("path", "(unusable)", "It has a character that no path has.");
        }
    }

    private String suggestion(Path relative) {
        var meant = workingDir.resolve(relative).normalize();
        return Files.exists(meant) ? " Maybe you meant " + meant + "?" : "";
    }

    private Path allowed(String written, Path real) {
        if (forbidden.test(real)) {
            throw EditorFailure.invalid("path", written, "It belongs to the server that runs you, "
                    + "and tools may not touch it.");
        }
        return real;
    }
}
