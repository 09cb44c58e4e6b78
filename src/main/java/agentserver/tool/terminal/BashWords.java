package agentserver.tool.terminal;

import java.util.OptionalInt;

/// Where the words of a bash text end: quotes, substitutions and escapes are parts of words. Each
/// method gives the position after what it skips, and nothing when the text ends before that does.
final class BashWords {

    private static final String ENDS = " \t\r\n;&|()<>";

    private BashWords() {}

    /// Skips one word from `from`; `from` itself when there is none.
    static OptionalInt skipWord(String text, int from) {
        var at = from;
        while (at < text.length() && ENDS.indexOf(text.charAt(at)) < 0) {
            var next = skipPart(text, at);
            if (next.isEmpty()) {
                return next;
            }
            at = next.getAsInt();
            if (at < text.length() && text.charAt(at) == '(' && text.charAt(at - 1) == '=') {
                return skipSubstitution(text, at); // an array: name=(…)
            }
        }
        return OptionalInt.of(at);
    }

    /// Skips `(…)` from its parenthesis on, whatever commands, quotes and comments are in it.
    static OptionalInt skipSubstitution(String text, int from) {
        var at = from + 1;
        while (at < text.length()) {
            var c = text.charAt(at);
            if (c == ')') {
                return OptionalInt.of(at + 1);
            }
            if (c == '#' && " \t\n;(".indexOf(text.charAt(at - 1)) >= 0) {
                var end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
                continue;
            }
            var next = c == '(' ? skipSubstitution(text, at) : skipPart(text, at);
            if (next.isEmpty()) {
                return next;
            }
            at = next.getAsInt();
        }
        return OptionalInt.empty();
    }

    /// A word without its quotes, as the end of a here-document is compared.
    static String unquoted(String word) {
        return word.replaceAll("\\\\(.)", "$1").replaceAll("['\"]", "");
    }

    private static OptionalInt skipPart(String text, int at) {
        return switch (text.charAt(at)) {
            case '\\' -> OptionalInt.of(Math.min(at + 2, text.length()));
            case '\'' -> after(text.indexOf('\'', at + 1));
            case '"' -> skipQuoted(text, at + 1, '"');
            case '`' -> skipQuoted(text, at + 1, '`');
            case '$' -> skipDollar(text, at);
            default -> OptionalInt.of(at + 1);
        };
    }

    private static OptionalInt skipDollar(String text, int at) {
        if (at + 1 == text.length()) {
            return OptionalInt.of(at + 1);
        }
        return switch (text.charAt(at + 1)) {
            case '(' -> skipSubstitution(text, at + 1);
            case '{' -> skipQuoted(text, at + 2, '}');
            case '\'' -> skipEscaped(text, at + 2);
            default -> OptionalInt.of(at + 1);
        };
    }

    /// `"…"`, `` `…` `` and `${…}`: escapes and substitutions inside count, other quotes only in
    /// braces.
    private static OptionalInt skipQuoted(String text, int from, char end) {
        var at = from;
        while (at < text.length()) {
            var c = text.charAt(at);
            if (c == end) {
                return OptionalInt.of(at + 1);
            }
            var plain = end == '`' && c != '\\' || end == '"' && (c == '\'' || c == '"');
            var next = plain ? OptionalInt.of(at + 1) : skipPart(text, at);
            if (next.isEmpty()) {
                return next;
            }
            at = next.getAsInt();
        }
        return OptionalInt.empty();
    }

    /// `$'…'`, where a backslash escapes a quote.
    private static OptionalInt skipEscaped(String text, int from) {
        for (int at = from; at < text.length(); at++) {
            if (text.charAt(at) == '\\') {
                at++;
            } else if (text.charAt(at) == '\'') {
                return OptionalInt.of(at + 1);
            }
        }
        return OptionalInt.empty();
    }

    private static OptionalInt after(int index) {
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(index + 1);
    }
}
