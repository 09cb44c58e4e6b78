package agentserver.tool.terminal;

/// Cuts texts in the middle, leaving a notice that says so. Source: contract 10 §1.4.
final class Clip {

    private Clip() {}

    /// The text itself, or its head and its tail around a notice, `limit` characters in all.
    static String middle(String text, int limit) {
        if (text.length() <= limit) {
            return text;
        }
        return around(text, text, limit, notice("The middle of this text is left out."));
    }

    /// `head` and `tail` are the two ends, each at least `limit` long, of a text longer than
    /// `limit`. The head gets the odd character. A pair of surrogates is never cut in two.
    static String around(CharSequence head, CharSequence tail, int limit, String notice) {
        var room = Math.max(0, limit - notice.length());
        var first = wholeCharacters(head, room - room / 2);
        var last = tail.length() - room / 2;
        if (last < tail.length() && Character.isLowSurrogate(tail.charAt(last))) {
            last++;
        }
        return head.subSequence(0, first) + notice + tail.subSequence(last, tail.length());
    }

    /// How many characters of the head [#around] shows.
    static int headLength(CharSequence head, int limit, String notice) {
        var room = Math.max(0, limit - notice.length());
        return wholeCharacters(head, room - room / 2);
    }

    static String notice(String text) {
        return "<response clipped><NOTE>" + text + "</NOTE>";
    }

    private static int wholeCharacters(CharSequence text, int length) {
        var splits = length > 0 && length < text.length()
                && Character.isHighSurrogate(text.charAt(length - 1));
        return splits ? length - 1 : length;
    }
}
