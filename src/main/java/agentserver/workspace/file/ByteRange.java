package agentserver.workspace.file;

import java.util.Optional;
import java.util.regex.Pattern;

/// The part of a file that a `Range` header asks for; positions start at 0. Source: RFC 9110 §14.
///
/// @param start the first byte
/// @param count how many; 0 when the file has none of what was asked for
record ByteRange(long start, long count) {

    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /// Empty for a header that is to be ignored: another unit, several ranges, nonsense.
    static Optional<ByteRange> of(String header, long size) {
        var match = ONE.matcher(header);
        if (!match.matches() || match.group(1).isEmpty() && match.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (match.group(1).isEmpty()) {
            long count = Math.min(Long.parseLong(match.group(2)), size);
            return Optional.of(new ByteRange(size - count, count));
        }
        long start = Long.parseLong(match.group(1));
        long last = match.group(2).isEmpty() ? size - 1 : Long.parseLong(match.group(2));
        if (!match.group(2).isEmpty() && last < start) {
            return Optional.empty();
        }
        return Optional.of(new ByteRange(start, Math.max(0, Math.min(last, size - 1) - start + 1)));
    }

    long end() {
        return start + count;
    }

    /// `bytes 0-99/1234`.
    String contentRange(long size) {
        return "bytes " + start + "-" + (end() - 1) + "/" + size;
    }
}
