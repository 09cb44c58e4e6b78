package agentserver.tool.editor;

import agentserver.tool.Clipped;

/// Shows lines with their numbers, as `cat -n` does, within a limit.
///
/// What comes after a gap keeps its true line numbers. Text that ends in a line end is shown with an
/// empty last line, by which a model sees that the end is there. Source: contract 10 §3.6.
final class NumberedLines {

    /// The longest text that is shown, before the numbers are added.
    static final int MAX_CHARS = 16_000;

    private static final String NOTICE =
            "<response clipped><NOTE>Only the beginning and the end are shown. Find the lines you "
                    + "need with `grep -n`, then view them with `view_range`.</NOTE>";

    private NumberedLines() {}

    /// The lines of `text`, the first of which has the number `first`.
    static String of(String text, int first) {
        var clipped = Clipped.of(text, MAX_CHARS, _ -> NOTICE);
        var shown = new StringBuilder();
        append(shown, clipped.head(), first);
        if (!clipped.notice().isEmpty()) {
            shown.append(clipped.notice()).append('\n');
            var before = new LineText(text.substring(0, clipped.tailStart()));
            append(shown, clipped.tail(), first - 1 + before.lineAt(before.seen().length()));
        }
        return shown.toString();
    }

    private static void append(StringBuilder shown, String text, int first) {
        var number = first;
        for (var line : text.split("\n", -1)) {
            shown.append(String.format("%6d\t", number++)).append(line).append('\n');
        }
    }
}
