package agentserver.tool.editor;

import agentserver.tool.Truncation;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.function.Predicate;

/// A folder and what is in it, two levels deep, sorted, without hidden entries.
///
/// A folder may have millions of entries: at most [#MAX_VISITED] are looked at, and the first
/// [#MAX_SHOWN] of them are kept. Source: contract 10 §3.6.
final class FolderListing {

    static final int MAX_SHOWN = 1_000;
    static final int MAX_VISITED = 50_000;

    private final Path root;
    private final Predicate<Path> forbidden;
    private final TreeSet<String> shown = new TreeSet<>();
    private int visited;
    private int hidden;
    private boolean complete = true;

    private FolderListing(Path root, Predicate<Path> forbidden) {
        this.root = root;
        this.forbidden = forbidden;
    }

    /// @param shownRoot the folder as the model wrote it
    /// @param root      the same folder, links resolved
    /// @param forbidden paths to leave out, with what is below them
    /// @throws IOException when the folder itself can't be read
    static String of(String shownRoot, Path root, Predicate<Path> forbidden) throws IOException {
        var listing = new FolderListing(root, forbidden);
        listing.collectRoot();
        return listing.text(shownRoot);
    }

    private void collectRoot() throws IOException {
        try (var entries = Files.newDirectoryStream(root)) {
            for (var entry : entries) {
                if (!visits()) {
                    return;
                }
                if (isHidden(entry)) {
                    hidden++;
                } else if (add(entry)) {
                    collectBelow(entry);
                }
            }
        } catch (DirectoryIteratorException broken) {
            throw broken.getCause();
        }
    }

    private void collectBelow(Path folder) {
        try (var entries = Files.newDirectoryStream(folder)) {
            for (var entry : entries) {
                if (!visits()) {
                    return;
                }
                if (!isHidden(entry)) {
                    add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException _) {
            // A folder that we may not read is shown without what is in it.
        }
    }

    private boolean visits() {
        complete &= visited < MAX_VISITED;
        return visited++ < MAX_VISITED;
    }

    /// Adds an entry, and says whether it is a folder to look into. Links are not followed.
    private boolean add(Path entry) {
        if (forbidden.test(entry)) {
            return false;
        }
        var folder = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
        var name = root.relativize(entry).toString();
        shown.add(folder ? name + "/" : name);
        if (shown.size() > MAX_SHOWN) {
            shown.pollLast();
            complete = false;
        }
        return folder;
    }

    private static boolean isHidden(Path entry) {
        return entry.getFileName().toString().startsWith(".");
    }

    private String text(String shownRoot) {
        var prefix = shownRoot.endsWith("/") ? shownRoot : shownRoot + "/";
        var text = new StringBuilder("Here's what is in ").append(shownRoot)
                .append(", two levels deep, without hidden entries:\n")
                .append(prefix).append('\n');
        shown.forEach(name -> text.append(prefix).append(name).append('\n'));
        var clipped = new StringBuilder(
                Truncation.to(NumberedLines.MAX_CHARS).apply(text.toString()));
        if (!complete) {
            clipped.append("\nThere are more entries than are listed here; use `find` or `ls`.\n");
        }
        if (hidden > 0) {
            clipped.append("\nNot listed: hidden entries of this folder (").append(hidden)
                    .append("). To see them: `ls -la ").append(shownRoot).append("`\n");
        }
        return clipped.toString();
    }
}
