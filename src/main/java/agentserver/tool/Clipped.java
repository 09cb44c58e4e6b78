package agentserver.tool;

import java.util.function.IntFunction;

/// A text without its middle: a beginning, a notice that stands for what is missing, an end.
///
/// Together they are as long as the limit, or a little shorter where the cut would split a surrogate
/// pair. The beginning gets the odd character.
///
/// @param head      how the text begins
/// @param notice    says that something is missing; empty when nothing is
/// @param tailStart where the end begins, as an index into the text
/// @param tail      how the text ends
public record Clipped(String head, String notice, int tailStart, String tail) {

    private static final int PASSES = 4;

    /// Cuts `text` to `limit` characters.
    ///
    /// @param noticeFor given the number of the first hidden line, counted from 1, the notice
    public static Clipped of(String text, int limit, IntFunction<String> noticeFor) {
        if (text.length() <= limit) {
            return new Clipped(text, "", text.length(), "");
        }
        var notice = noticeFor.apply(1);
        var headEnd = 0;
        // The notice names a line that depends on the length of the notice: settled after a pass or two.
        for (var pass = 0; pass < PASSES; pass++) {
            headEnd = headEnd(text, limit - notice.length());
            var settled = noticeFor.apply(lineAt(text, headEnd));
            if (settled.length() == notice.length()) {
                notice = settled;
                break;
            }
            notice = settled;
        }
        return cut(text, limit, headEnd(text, limit - notice.length()), notice);
    }

    /// The three parts in one text.
    public String joined() {
        return head + notice + tail;
    }

    private static Clipped cut(String text, int limit, int headEnd, String notice) {
        var room = Math.max(0, limit - notice.length());
        var tailStart = text.length() - room / 2;
        if (tailStart < text.length() && Character.isLowSurrogate(text.charAt(tailStart))) {
            tailStart++;
        }
        var fitting = notice.length() > limit ? notice.substring(0, limit) : notice;
        return new Clipped(
                text.substring(0, headEnd), fitting, tailStart, text.substring(tailStart));
    }

    private static int headEnd(String text, int room) {
        var end = Math.max(0, room - room / 2);
        var splits = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
        return splits ? end - 1 : end;
    }

    private static int lineAt(String text, int end) {
        var line = 1;
        for (var at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
            line++;
        }
        return line;
    }
}
