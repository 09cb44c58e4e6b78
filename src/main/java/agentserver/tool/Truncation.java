package agentserver.tool;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Keeps what a model is shown within a limit: the beginning and the end of a long text stay, and a
/// notice between them says what is missing and where the whole text was saved.
///
/// The file is `<prefix>_output_<8 hex digits of the text's SHA-256>.txt`; the same text is saved once.
/// When it can't be saved, the notice doesn't name a file. Secrets are to be masked before.
/// Immutable; any thread may use it; saving blocks on the disk. Source: contract 10 §1.4.
///
/// @param limit     in characters, the notice included
/// @param directory where whole texts are saved, made when needed; empty to save nothing
/// @param shownAs   the same directory as the model should see it
/// @param prefix    how the file names begin, `terminal`
public record Truncation(int limit, Optional<Path> directory, String shownAs, String prefix) {

    private static final Logger LOG = System.getLogger(Truncation.class.getName());
    private static final int NAME_DIGITS = 8;

    /// Cuts to `limit` characters and saves nothing.
    public static Truncation to(int limit) {
        return new Truncation(limit, Optional.empty(), "", "");
    }

    /// Cuts to `limit` characters and saves the whole text among the conversation's observations.
    public static Truncation saving(int limit, ToolContext context, String prefix) {
        var directory = context.observationsDir();
        return new Truncation(limit, Optional.of(directory), directory.toString(), prefix);
    }

    /// The text, or its beginning, a notice and its end.
    public String apply(String text) {
        if (text.length() <= limit) {
            return text;
        }
        var saved = directory.flatMap(place -> save(place, text));
        return Clipped.of(text, limit, line -> notice(saved, line)).joined();
    }

    private static String notice(Optional<String> saved, int line) {
        var where = saved.map(file -> "The whole text is in " + file + "; what is missing here begins"
                        + " at line " + line + " there.")
                .orElse("What is missing begins at line " + line + ".");
        return "<response clipped><NOTE>The middle of this text was left out because it is long. "
                + where + "</NOTE>";
    }

    private Optional<String> save(Path place, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var name = prefix + "_output_" + digest(bytes) + ".txt";
        var file = place.resolve(name);
        try {
            Files.createDirectories(place);
            write(file, bytes);
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "could not save a long output: {0}", failure.toString());
            return Optional.empty();
        }
        return Optional.of(shownAs + "/" + name);
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        try {
            Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException _) {
            // The name is the digest of the text: it was saved before.
        } catch (IOException failure) {
            Files.deleteIfExists(file);
            throw failure;
        }
    }

    private static String digest(byte[] bytes) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(sha256).substring(0, NAME_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
