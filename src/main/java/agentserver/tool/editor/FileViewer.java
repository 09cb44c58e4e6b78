package agentserver.tool.editor;

import agentserver.llm.Content;
import agentserver.llm.ImageContent;
import agentserver.llm.TextContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Shows folders, pictures and text files. Source: contract 10 §3.6 (view).
///
/// @param forbidden what a folder's listing leaves out
record FileViewer(Predicate<Path> forbidden) {

    private static final Map<String, String> IMAGE_TYPES = Map.of(
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "gif", "image/gif",
            "webp", "image/webp",
            "bmp", "image/bmp");

    /// @param shown the path as the model wrote it
    /// @param real  the same, links resolved; it exists
    /// @param range first and last line, or nothing for all
    /// @throws EditorFailure when it can't be shown
    List<Content> view(String shown, Path real, Optional<List<Integer>> range)
            throws InterruptedException {
        if (Files.isDirectory(real)) {
            range.ifPresent(given -> refuse(given, "a folder"));
            return List.of(TextContent.of(folder(shown, real)));
        }
        var imageType = imageType(real);
        if (imageType.isPresent()) {
            range.ifPresent(given -> refuse(given, "an image"));
            return image(shown, real, imageType.get());
        }
        var lines = new LineText(TextFile.read(shown, real).text());
        var text = range.map(given -> part(shown, lines, given))
                .orElseGet(() -> whole(shown, lines));
        return List.of(TextContent.of(text));
    }

    /// All lines with their numbers, under a headline.
    static String whole(String shown, LineText lines) {
        return headline(shown) + NumberedLines.of(lines.seen(), 1);
    }

    private static String part(String shown, LineText lines, List<Integer> range) {
        // An empty file has no lines, but can be viewed from its first.
        var count = Math.max(1, lines.lines());
        var first = first(range, count);
        var last = range.get(1) == -1 ? count : range.get(1);
        if (last < first) {
            throw EditorFailure.invalid("view_range", range, "Its second element should be -1, or "
                    + "not less than the first, " + first + ".");
        }
        var note = last > count
                ? "NOTE: there is no line " + last + "; the file has " + count + " lines.\n" : "";
        var excerpt = lines.excerpt(first, Math.min(last, count));
        return note + headline(shown) + NumberedLines.of(excerpt, first);
    }

    private static int first(List<Integer> range, int count) {
        if (range.size() != 2) {
            throw EditorFailure.invalid(
                    "view_range", range, "It should be a list of two integers.");
        }
        if (range.getFirst() < 1 || range.getFirst() > count) {
            throw EditorFailure.invalid("view_range", range, "Its first element should be a line "
                    + "of the file: [1, " + count + "].");
        }
        return range.getFirst();
    }

    private static String headline(String shown) {
        return "Here's the result of running `cat -n` on " + shown + ":\n";
    }

    private static void refuse(List<Integer> range, String thing) {
        throw EditorFailure.invalid(
                "view_range", range, "It can't be used when `path` is " + thing + ".");
    }

    private String folder(String shown, Path real) {
        try {
            return FolderListing.of(shown, real, forbidden);
        } catch (IOException cause) {
            throw EditorFailure.reading(shown, cause);
        }
    }

    private static Optional<String> imageType(Path file) {
        var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(IMAGE_TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    private static List<Content> image(String shown, Path real, String type)
            throws InterruptedException {
        var bytes = TextFile.readBytes(shown, real);
        var address = "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
        return List.of(
                TextContent.of("This is the image " + shown + " (" + bytes.length + " bytes):"),
                new ImageContent(false, List.of(address)));
    }
}
