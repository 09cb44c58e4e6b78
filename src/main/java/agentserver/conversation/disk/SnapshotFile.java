package agentserver.conversation.disk;

import agentserver.base.store.AtomicFile;
import agentserver.conversation.journal.Snapshot;
import agentserver.conversation.state.StateChange;
import agentserver.conversation.state.StateCodec;
import agentserver.event.log.LogCheckpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// The snapshot of a conversation on the disk, beside its log: two lines of JSON.
///
/// ```json
/// {"position":42,"events":30,"size":18200,"keys":"","sum":"9a1b03cf"}
/// {"created":{"state":{…},"meta":{…}}}
/// ```
///
/// `sum` is the CRC-32C of all that stands before it and of the second line, `keys` the hashes of each
/// `Idempotency-Key` with which it was asked for, with commas between them. Secrets are encrypted.
/// Whatever is wrong with the file, it is as if there were none: the log says the same, and more.
final class SnapshotFile {

    static final String NAME = "snapshot.json";
    private static final Pattern HEAD = Pattern.compile(
            "(\\{\"position\":(?<position>\\d{1,18}),\"events\":(?<events>\\d{1,18}),"
            + "\"size\":(?<size>\\d{1,18}),\"keys\":\"(?<keys>[0-9a-f,]*)\")"
            + ",\"sum\":\"(?<sum>[0-9a-f]{8})\"}");
    private static final Logger LOG = System.getLogger(SnapshotFile.class.getName());

    private final Path file;
    private final StateCodec codec;

    SnapshotFile(Path directory, StateCodec codec) {
        file = directory.resolve(NAME);
        this.codec = codec;
    }

    /// @return empty when there is none, or none that can be used
    Optional<Snapshot> read() {
        try {
            return parse(Files.readAllBytes(file));
        } catch (NoSuchFileException _) { // not written yet
            return Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            LOG.log(Level.WARNING, "{0} can''t be read: the log is read instead", file);
            return Optional.empty();
        }
    }

    private Optional<Snapshot> parse(byte[] bytes) {
        var head = head(bytes);
        if (head.isEmpty()) {
            LOG.log(Level.WARNING, "{0} is damaged: the log is read instead", file);
            return Optional.empty();
        }
        var parts = head.get();
        var created = (StateChange.Created) codec.change(
                Arrays.copyOfRange(bytes, parts.end() + 1, bytes.length - 1));
        return Optional.of(new Snapshot(
                number(parts, "position"), number(parts, "events"), number(parts, "size"),
                Stream.of(parts.group("keys").split(",")).filter(key -> !key.isEmpty()).toList(),
                List.of(),
                created.state(), created.meta()));
    }

    private static long number(MatchResult head, String name) {
        return Long.parseLong(head.group(name));
    }

    /// The first line, taken apart, if both are what it says.
    private static Optional<MatchResult> head(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        var head = HEAD.matcher(new String(bytes, 0, end, StandardCharsets.US_ASCII));
        return head.matches() && end < bytes.length - 1
                && sum(head.group(1), Arrays.copyOfRange(bytes, end + 1, bytes.length - 1))
                        .equals(head.group("sum"))
                ? Optional.of(head)
                : Optional.empty();
    }

    /// What part of the log a snapshot is of.
    ///
    /// @return empty when the file is no snapshot that can be used, as far as its checksum tells
    /// @throws IOException when it can't be read
    static Optional<LogCheckpoint.Extent> extent(Path file) throws IOException {
        return head(Files.readAllBytes(file)).map(head -> new LogCheckpoint.Extent(
                number(head, "position"), number(head, "events"), number(head, "size")));
    }

    /// Tells a snapshot where its part of the log ends, now that this was mended.
    ///
    /// @throws IOException when the file is no snapshot, or can't be written
    static void fit(Path file, LogCheckpoint.Extent extent) throws IOException {
        var bytes = Files.readAllBytes(file);
        var head = head(bytes).orElseThrow(() -> new IOException(file + " is no snapshot"));
        write(file, extent, head.group("keys"),
                Arrays.copyOfRange(bytes, head.end() + 1, bytes.length - 1));
    }

    /// Replaces the snapshot. It is on the disk when this returns.
    void write(Snapshot snapshot) throws IOException {
        var body = codec.change(new StateChange.Created(snapshot.state(), snapshot.meta()));
        var extent = new LogCheckpoint.Extent(
                snapshot.position(), snapshot.events(), snapshot.sizeBytes());
        write(file, extent, String.join(",", snapshot.keys()), body);
    }

    private static void write(
            Path file, LogCheckpoint.Extent extent, String keys, byte[] body) throws IOException {
        var start = "{\"position\":" + extent.position() + ",\"events\":" + extent.events()
                + ",\"size\":" + extent.bytes() + ",\"keys\":\"" + keys + '"';
        var head = start + ",\"sum\":\"" + sum(start, body) + "\"}\n";
        var bytes = new ByteArrayOutputStream(head.length() + body.length + 1);
        bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(body);
        bytes.write('\n');
        AtomicFile.writePrivate(file, bytes.toByteArray());
    }

    private static String sum(String start, byte[] body) {
        var crc = new CRC32C();
        crc.update(start.getBytes(StandardCharsets.US_ASCII));
        crc.update(body);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
