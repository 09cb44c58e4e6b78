package agentserver.event.log;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/// One line of a log file, as `package-info` describes it.
///
/// @param seq         its sequence number
/// @param event       what is known of its event
/// @param eventOffset where the event's JSON begins, counted from the line's first byte
/// @param eventBytes  how long it is; 0 when there is none
/// @param others      the members beside the event
record RecordLine(
        long seq, Optional<EventFacts> event, int eventOffset, int eventBytes, LogRecord others) {

    private static final byte[] START = ascii("{\"seq\":");
    private static final byte[] SUM = ascii(",\"sum\":\"");
    private static final int SUM_CHARS = 8;
    private static final int MAX_SEQ_DIGITS = 18;

    /// The bytes of a line, and where its event is.
    record Encoded(byte[] bytes, int eventOffset) {}

    /// Writes a record as a line, its end included.
    ///
    /// @throws IllegalArgumentException when a member would break the line
    static Encoded encode(long seq, LogRecord record) {
        var head = ascii("{\"seq\":" + seq + ",\"sum\":\"00000000\"");
        var size = head.length + 2;
        for (var member : record.members().entrySet()) {
            size += member.getKey().length() + 4 + member.getValue().length;
        }
        var line = Arrays.copyOf(head, size);
        var at = head.length;
        var eventOffset = 0;
        for (var member : record.members().entrySet()) {
            at = put(line, at, ascii(",\"" + member.getKey() + "\":"));
            eventOffset = member.getKey().equals(LogRecord.EVENT) ? at : eventOffset;
            at = put(line, at, member.getValue());
        }
        line[at] = '}';
        refuseLineEnds(line, at);
        line[at + 1] = '\n';
        var sumAt = head.length - 1 - SUM_CHARS;
        put(line, sumAt, ascii(sum(line, 0, sumAt, line.length - 1)));
        return new Encoded(line, eventOffset);
    }

    private static void refuseLineEnds(byte[] line, int end) {
        for (var i = 0; i < end; i++) {
            if (line[i] == '\n') {
                throw new IllegalArgumentException("a log record must stand on one line");
            }
        }
    }

    /// Reads a line without its end.
    ///
    /// @return empty when it is not one that [#encode] made
    static Optional<RecordLine> decode(byte[] bytes, int from, int to) {
        var seqFrom = from + START.length;
        var seqTo = seqFrom;
        while (seqTo < to && bytes[seqTo] >= '0' && bytes[seqTo] <= '9') {
            seqTo++;
        }
        var sumAt = seqTo + SUM.length;
        if (seqTo == seqFrom || seqTo - seqFrom > MAX_SEQ_DIGITS || sumAt + SUM_CHARS >= to
                || !holds(bytes, from, START) || !holds(bytes, seqTo, SUM)
                || !holds(bytes, sumAt, ascii(sum(bytes, from, sumAt, to)))) {
            return Optional.empty();
        }
        var seq = Long.parseLong(text(bytes, seqFrom, seqTo));
        try {
            return Optional.of(read(seq, bytes, from, to));
        } catch (IOException | IllegalArgumentException _) { // whole, but nothing that we wrote
            return Optional.empty();
        }
    }

    /// The next place at or after `from` where a line may begin; -1 when there is none.
    static int nextStart(byte[] bytes, int from, int to) {
        for (var i = from; i < to - START.length; i++) {
            if (bytes[i] == '{' && holds(bytes, i, START)) {
                return i;
            }
        }
        return -1;
    }

    private static RecordLine read(long seq, byte[] bytes, int from, int to) throws IOException {
        var event = Optional.<EventFacts>empty();
        var eventOffset = 0;
        var eventBytes = 0;
        var others = LogRecord.empty();
        try (var in = EventFacts.JSON.createParser(bytes, from, to - from)) {
            in.nextToken();
            for (var name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
                var token = in.nextToken();
                var start = (int) in.currentTokenLocation().getByteOffset();
                if (name.equals(LogRecord.EVENT)) {
                    event = Optional.of(EventFacts.read(in));
                    eventOffset = start;
                    eventBytes = (int) in.currentLocation().getByteOffset() - start;
                } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
                    in.skipChildren();
                    var end = (int) in.currentLocation().getByteOffset();
                    others = others.with(
                            name, Arrays.copyOfRange(bytes, from + start, from + end));
                } else if (!name.equals("seq") && !name.equals("sum")) {
                    in.finishToken();
                    var end = (int) in.currentLocation().getByteOffset();
                    others = others.with(
                            name, Arrays.copyOfRange(bytes, from + start, from + end));
                }
            }
        }
        return new RecordLine(seq, event, eventOffset, eventBytes, others);
    }

    /// The checksum of a line but for the eight digits at `sumAt`.
    private static String sum(byte[] bytes, int from, int sumAt, int to) {
        var crc = new CRC32C();
        crc.update(bytes, from, sumAt - from);
        crc.update(bytes, sumAt + SUM_CHARS, to - sumAt - SUM_CHARS);
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static boolean holds(byte[] bytes, int at, byte[] part) {
        return at + part.length <= bytes.length
                && Arrays.equals(bytes, at, at + part.length, part, 0, part.length);
    }

    private static int put(byte[] bytes, int at, byte[] part) {
        System.arraycopy(part, 0, bytes, at, part.length);
        return at + part.length;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
