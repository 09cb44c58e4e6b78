package agentserver.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Copies of a conversation's directory, each with an id of its own: many conversations in a moment, as a
/// server that was stopped in order leaves them.
final class Clones {

    private static final String SUM = "\"sum\":\"";
    private static final int SUM_CHARS = 8;

    private final String id;
    private final String log;
    private final String snapshot;
    private final Path root;

    /// @param template its directory, in that of all conversations
    Clones(Path template) throws IOException {
        root = template.getParent();
        id = template.getFileName().toString();
        log = Files.readString(template.resolve("events.jsonl"), StandardCharsets.ISO_8859_1);
        snapshot = Files.readString(template.resolve("snapshot.json"), StandardCharsets.ISO_8859_1);
    }

    /// Makes those with the numbers from one to before another.
    void make(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            var copy = new UUID(0x4000L + i, 0x8000_0000_0000_0000L + i).toString();
            var directory = Files.createDirectory(root.resolve(hex(copy)));
            var lines = new StringBuilder();
            renamed(log, copy).lines().forEach(line -> lines.append(summed(line)).append('\n'));
            write(directory.resolve("events.jsonl"), lines.toString());
            write(directory.resolve("snapshot.json"), summedSnapshot(renamed(snapshot, copy)));
        }
    }

    private String renamed(String text, String copy) {
        return text.replace(id, hex(copy)).replace(dashed(id), copy);
    }

    /// A line of a log: its sum is of the line without the sum.
    private static String summed(String line) {
        int at = line.indexOf(SUM) + SUM.length();
        var before = line.substring(0, at);
        var after = line.substring(at + SUM_CHARS);
        return before + sum(before + after) + after;
    }

    /// Two lines: the first has the sum of the second.
    private static String summedSnapshot(String text) {
        var lines = text.split("\n");
        int at = lines[0].indexOf(SUM) + SUM.length();
        return lines[0].substring(0, at) + sum(lines[1]) + lines[0].substring(at + SUM_CHARS)
                + '\n' + lines[1] + '\n';
    }

    private static String sum(String text) {
        var crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String hex(String uuid) {
        return uuid.replace("-", "");
    }

    private static String dashed(String hex) {
        return hex.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
    }
}
