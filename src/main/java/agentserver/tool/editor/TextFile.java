package agentserver.tool.editor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;

/// A file as it was read, once: its bytes, how they are text, the text.
///
/// @param shown the path as the model wrote it
/// @param real  the file itself, links resolved
record TextFile(String shown, Path real, byte[] bytes, TextEncoding encoding, String text) {

    /// The largest file that is read or written.
    static final int MAX_BYTES = 10 * 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// @throws EditorFailure when the file is too large, no text, or can't be read
    static TextFile read(String shown, Path real) throws InterruptedException {
        var bytes = readBytes(shown, real);
        var encoding = TextEncoding.of(bytes).orElseThrow(() -> EditorFailure.unfit(
                shown, "it looks like a binary file, and only text files can be shown or edited."));
        return new TextFile(shown, real, bytes, encoding, encoding.decode(bytes));
    }

    /// @throws EditorFailure when the file is too large, no regular file, or can't be read in time
    static byte[] readBytes(String shown, Path real) throws InterruptedException {
        if (!Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw EditorFailure.unfit(shown, "it is neither a regular file nor a folder.");
        }
        if (PatientRead.waitsForNews(real)) {
            throw EditorFailure.unfit(shown, "reading it waits for the kernel's next message, for ever "
                    + "if there is none. Use the terminal, with a timeout.");
        }
        try {
            // Not Files.size: files of /proc say 0, and a growing file says less than it has.
            var bytes = new PatientRead(real, MAX_BYTES + 1, PATIENCE).bytes();
            if (bytes.length > MAX_BYTES) {
                throw tooLarge(shown, Math.max(Files.size(real), bytes.length));
            }
            return bytes;
        } catch (IOException cause) {
            throw EditorFailure.reading(shown, cause);
        }
    }

    /// The bytes of the file with another text, in the file's own encoding.
    ///
    /// @throws EditorFailure when they would be too many, the encoding lacks a character, or the text
    ///         is no Unicode text
    byte[] with(String changed) {
        return encoding.encode(changed)
                .map(encoded -> fitting(shown, encoded))
                .orElseThrow(() -> unwritable(changed));
    }

    private EditorFailure unwritable(String changed) {
        newBytes(shown, changed); // if it is no Unicode text, that is what to say
        var name = encoding.charset().name();
        return EditorFailure.unfit(shown, "it is not UTF-8 but looks like " + name + ", which has no "
                + encoding.lacking(changed).orElse("such characters") + ". Nothing was changed. Use "
                + "other characters, or convert the file to UTF-8 first.");
    }

    /// The bytes of a new file.
    ///
    /// @throws EditorFailure as [#with]
    static byte[] newBytes(String shown, String text) {
        var encoded = TextEncoding.UTF_8.encode(text).orElseThrow(() -> EditorFailure.unfit(
                shown, "the new text holds half a surrogate pair, which no file can hold."));
        return fitting(shown, encoded);
    }

    private static byte[] fitting(String shown, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw tooLarge(shown, bytes.length);
        }
        return bytes;
    }

    private static EditorFailure tooLarge(String shown, long size) {
        var megabytes = String.format("%.1f", size / (1024.0 * 1024.0));
        return EditorFailure.unfit(
                shown, "it has " + megabytes + " MB, and the largest that is handled is 10 MB.");
    }
}
