package agentserver.tool.editor;

/// A text seen by a model that knows only `\n`: line ends of Windows look like `\n`, and what the model
/// says is found in, and put into, the text with its own line ends.
///
/// Two kinds of index: into the text as it is (`raw`), and into the text as the model sees it (`seen`).
final class LineText {

    private static final String CRLF = "\r\n";

    private final String raw;
    private final String seen;

    LineText(String raw) {
        this.raw = raw;
        seen = raw.contains(CRLF) ? raw.replace(CRLF, "\n") : raw;
    }

    /// The text with `\n` as its only line end.
    String seen() {
        return seen;
    }

    /// How many lines there are; text after the last line end is one.
    int lines() {
        var ends = endsBefore(seen.length());
        var open = !seen.isEmpty() && seen.charAt(seen.length() - 1) != '\n';
        return open ? ends + 1 : ends;
    }

    /// The number of the line that the index is in, from 1.
    int lineAt(int seenIndex) {
        return endsBefore(seenIndex) + 1;
    }

    /// Where the line after `lines` lines begins.
    int startAfter(int lines) {
        var start = 0;
        for (var line = 0; line < lines; line++) {
            var end = seen.indexOf('\n', start);
            if (end < 0) {
                return seen.length();
            }
            start = end + 1;
        }
        return start;
    }

    /// The lines `first` to `last`, from 1, as the model sees them. The line end of the last one is left
    /// out unless the text ends there.
    String excerpt(int first, int last) {
        var from = startAfter(first - 1);
        var to = startAfter(last);
        return seen.substring(from, to < seen.length() ? to - 1 : to);
    }

    /// The text with `length` characters at `seenIndex` replaced. All other characters stay.
    String replaced(int seenIndex, int length, String replacement) {
        var from = rawIndex(seenIndex);
        var to = rawIndex(seenIndex + length);
        return raw.substring(0, from) + inOwnLineEnds(replacement) + raw.substring(to);
    }

    /// What the model wrote, with this text's line ends. An explicit `\r\n` stays one.
    private String inOwnLineEnds(String text) {
        var usesCrlf = (raw.length() - seen.length()) * 2 > endsBefore(seen.length());
        return usesCrlf ? text.replaceAll("(?<!\r)\n", CRLF) : text;
    }

    private int rawIndex(int seenIndex) {
        if (raw.length() == seen.length()) {
            return seenIndex;
        }
        var shift = 0;
        var at = raw.indexOf(CRLF);
        while (at >= 0 && at - shift < seenIndex) {
            shift++;
            at = raw.indexOf(CRLF, at + 2);
        }
        return seenIndex + shift;
    }

    private int endsBefore(int seenIndex) {
        var ends = 0;
        var at = seen.indexOf('\n');
        while (at >= 0 && at < seenIndex) {
            ends++;
            at = seen.indexOf('\n', at + 1);
        }
        return ends;
    }
}
