package agentserver.tool.terminal;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// The output of one observation: its head and its tail in memory, the whole of it in a file once
/// it is too long to show. Memory is bounded by the shown limit, the file by [#FILE_LIMIT]
/// characters. The file is `terminal_output_HASH.txt`, by its content. One thread at a time.
final class OutputSpool {

    private static final Logger LOG = System.getLogger(OutputSpool.class.getName());
    private static final int KEPT = TerminalObservation.LIMIT;
    private static final long FILE_LIMIT = 1L << 28;

    private final Path directory;
    private final StringBuilder head = new StringBuilder();
    private final TextTail tail = new TextTail(KEPT);
    private long length;
    private Path part;
    private Writer writer;
    private MessageDigest digest;
    private boolean broken;

    OutputSpool(Path directory) {
        this.directory = directory;
    }

    boolean isEmpty() {
        return length == 0;
    }

    void accept(CharSequence text) {
        if (length + text.length() > KEPT && writer == null && !broken) {
            startFile();
        }
        if (writer != null && length < FILE_LIMIT) {
            write(text);
        }
        var room = Math.min(text.length(), KEPT - head.length());
        head.append(text, 0, room);
        if (length + text.length() > KEPT) {
            tail.append(length <= KEPT && tail.isEmpty() ? head.substring(0, (int) length) : "");
            tail.append(text);
        }
        length += text.length();
    }

    /// Ends this output: what there is to show of it, without blanks at its end, within `limit`.
    String finish(int limit) {
        if (length <= KEPT) {
            var text = head.toString().stripTrailing();
            return text.length() <= limit ? text : clipped(text, text, limit);
        }
        return clipped(head, tail.text().stripTrailing(), limit);
    }

    /// Drops the output and its file.
    void discard() {
        closeFile();
        deletePart();
    }

    private String clipped(CharSequence first, CharSequence last, int limit) {
        if (writer == null && !broken) {
            startFile();
        }
        var file = finishFile();
        // The notice is as long as its longest line number, so that the head's length is known first.
        var longest = notice(file, KEPT);
        var shown = Clip.headLength(first, limit, longest);
        var line = 1 + first.subSequence(0, shown).chars().filter(c -> c == '\n').count();
        return Clip.around(first, last, limit, notice(file, line));
    }

    private String notice(Optional<Path> file, long line) {
        var start = "%d characters of output; those from line %d on are left out here. ".formatted(
                length, line);
        var rest = file.map(path -> (length > FILE_LIMIT ? "The first part of it" : "All of it")
                        + " is in " + path + ".")
                .orElse("It could not be saved.");
        return Clip.notice(start + rest);
    }

    private void startFile() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
            Files.createDirectories(directory);
            part = directory.resolve("." + UUID.randomUUID() + ".part");
            var stream = new DigestOutputStream(Files.newOutputStream(part), digest);
            writer = new BufferedWriter(
                    new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 15);
            writer.append(head);
        } catch (IOException failure) {
            giveUp(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private void write(CharSequence text) {
        try {
            writer.append(text);
        } catch (IOException failure) {
            giveUp(failure);
        }
    }

    private Optional<Path> finishFile() {
        if (broken) {
            return Optional.empty();
        }
        try {
            writer.close();
            var hash = HexFormat.of().formatHex(digest.digest(), 0, 4);
            var file = directory.resolve("terminal_output_" + hash + ".txt");
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return Optional.of(file);
        } catch (IOException failure) {
            giveUp(failure);
            return Optional.empty();
        }
    }

    /// A full disk costs the file, not the observation.
    private void giveUp(IOException failure) {
        LOG.log(Level.WARNING, "an output could not be saved in {0}: {1}", directory, failure);
        broken = true;
        closeFile();
        deletePart();
    }

    private void closeFile() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException _) {
            // The file is deleted next; that its last bytes did not reach it is of no account.
        }
    }

    private void deletePart() {
        try {
            if (part != null) {
                Files.deleteIfExists(part);
            }
        } catch (IOException failure) {
            LOG.log(Level.WARNING, "{0} stays behind: {1}", part, failure);
        }
    }
}
