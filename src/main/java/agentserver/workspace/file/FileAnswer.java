package agentserver.workspace.file;

import agentserver.server.Answer;
import agentserver.server.Exchange;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Serves an open file: all of it, the part that `Range` asks for, or nothing for a client that has it.
/// Its tag is made of its time and its size. Several ranges at once are answered with the whole file.
public final class FileAnswer {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);

    private final Exchange exchange;
    private final ConfinedFolder.Opened file;
    private final long size;
    private final Instant modified;
    private final String tag;

    private FileAnswer(Exchange exchange, ConfinedFolder.Opened file) throws IOException {
        this.exchange = exchange;
        this.file = file;
        size = file.channel().size();
        modified = file.attributes().lastModifiedTime().toInstant();
        tag = '"' + Long.toHexString(ChronoUnit.MICROS.between(Instant.EPOCH, modified)) + '-'
                + Long.toHexString(size) + '"';
    }

    /// The answer to a `GET` or a `HEAD`. Closes the file, at once or when it has been sent.
    public static Answer of(Exchange exchange, ConfinedFolder.Opened file) throws IOException {
        try {
            return new FileAnswer(exchange, file).answer();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private Answer answer() throws IOException {
        if (isKnown()) {
            return closed(Answer.empty(304));
        }
        var range = range();
        if (range.isEmpty()) {
            return sent(new ByteRange(0, size), 200);
        }
        if (range.get().count() == 0) {
            return closed(Answer.empty(416)).with("Content-Range", "bytes */" + size);
        }
        return sent(range.get(), 206).with("Content-Range", range.get().contentRange(size));
    }

    private Answer closed(Answer answer) throws IOException {
        file.close();
        return headed(answer);
    }

    private Answer headed(Answer answer) {
        return answer.with("ETag", tag)
                .with("Last-Modified", date(modified))
                .with("Accept-Ranges", "bytes")
                .with("X-Content-Type-Options", "nosniff");
    }

    private Answer sent(ByteRange part, int status) throws IOException {
        var type = MediaTypes.of(file.path().getFileName().toString());
        if (exchange.method().equals("HEAD") || part.count() == 0) { // nobody would close it
            return closed(Answer.empty(status))
                    .with("Content-Type", type)
                    .with("Content-Length", Long.toString(part.count()));
        }
        return headed(Answer.stream(type, part.count(), out -> copy(part, out)).withStatus(status));
    }

    private void copy(ByteRange part, OutputStream out) throws IOException {
        try (file) {
            var channel = file.channel().position(part.start());
            var buffer = ByteBuffer.allocate((int) Math.min(BUFFER_BYTES, part.count()));
            long left = part.count();
            while (left > 0) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), left));
                int count = channel.read(buffer);
                if (count < 0) {
                    throw new EOFException("the file became shorter while it was sent");
                }
                out.write(buffer.array(), 0, count);
                left -= count;
            }
        }
    }

    /// Whether the client has what is there now; a tag counts more than a date.
    private boolean isKnown() {
        var tags = exchange.header("If-None-Match");
        if (tags.isPresent()) {
            return Arrays.stream(tags.get().split(",")).map(String::strip)
                    .anyMatch(sent -> sent.equals("*") || sent.equals(tag)
                            || sent.equals("W/" + tag));
        }
        return exchange.header("If-Modified-Since").flatMap(FileAnswer::time)
                .filter(since -> !modified.truncatedTo(ChronoUnit.SECONDS).isAfter(since))
                .isPresent();
    }

    /// The part to send; empty for all of it. A part of something else than the client has is no use
    /// to it (`If-Range`).
    private Optional<ByteRange> range() {
        boolean same = exchange.header("If-Range")
                .map(known -> known.equals(tag) || known.equals(date(modified))).orElse(true);
        return exchange.header("Range").filter(_ -> same)
                .flatMap(header -> ByteRange.of(header, size));
    }

    private static String date(Instant time) {
        return HTTP_DATE.format(time.atOffset(ZoneOffset.UTC));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(
                    text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException _) { // a condition that can't be read is none
            return Optional.empty();
        }
    }
}
