package agentserver.tool.terminal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Where the words of a bash text end: quotes, substitutions and escapes are parts of words. Each
/// method gives the position after what it skips, and nothing when the text ends before that does, or
/// when more than [#MAX_DEPTH] parts are open at once.
final class BashWords {

    /// Far beyond what people write, and what bash itself can follow without running out of stack.
    static final int MAX_DEPTH = 1_000;

    private static final String ENDS = " \t\r\n;&|()<>";

    /// What begins a part that other parts may be in, and the character that ends it.
    private record Opener(String text, char end) {}

    private static final List<Opener> OPENERS = List.of(
            new Opener("\"", '"'), new Opener("`", '`'), new Opener("$(", ')'),
            new Opener("${", '}'));

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
        return skipNested(text, from + 1, ')');
    }

    /// A word without its quotes, as the end of a here-document is compared.
    static String unquoted(String word) {
        return word.replaceAll("\\\\(.)", "$1").replaceAll("['\"]", "");
    }

    private static OptionalInt skipPart(String text, int at) {
        var opened = opened(text, at);
        return opened.isPresent()
                ? skipNested(text, at + opened.get().text().length(), opened.get().end())
                : skipFlat(text, at);
    }

    private static Optional<Opener> opened(String text, int at) {
        return OPENERS.stream().filter(opener -> text.startsWith(opener.text(), at)).findFirst();
    }

    /// Skips a part in which there are no others: an escape, plain quotes, any other character.
    private static OptionalInt skipFlat(String text, int at) {
        if (text.startsWith("$'", at)) {
            return skipEscaped(text, at + 2);
        }
        return switch (text.charAt(at)) {
            case '\\' -> OptionalInt.of(Math.min(at + 2, text.length()));
            case '\'' -> after(text.indexOf('\'', at + 1));
            default -> OptionalInt.of(at + 1);
        };
    }

    /// Skips the rest of a part that ends with `end`, and all parts in it. The ends that are still
    /// to come are kept on a stack of our own: a model may write any depth, a thread's stack has an end.
    private static OptionalInt skipNested(String text, int from, char end) {
        var ends = new ArrayDeque<Character>();
        ends.push(end);
        var at = OptionalInt.of(from);
        while (at.isPresent() && at.getAsInt() < text.length() && ends.size() <= MAX_DEPTH) {
            var here = at.getAsInt();
            if (text.charAt(here) == ends.peek()) {
                ends.pop();
                if (ends.isEmpty()) {
                    return OptionalInt.of(here + 1);
                }
                at = OptionalInt.of(here + 1);
                continue;
            }
            at = skipInside(text, here, ends);
        }
        return OptionalInt.empty();
    }

    /// One step inside the innermost part: escapes and substitutions count everywhere but in
    /// backquotes, other quotes only in parentheses and braces, comments in parentheses alone.
    private static OptionalInt skipInside(String text, int at, Deque<Character> ends) {
        var c = text.charAt(at);
        char end = ends.peek();
        if (end == '`' && c != '\\' || end == '"' && c == '\'') {
            return OptionalInt.of(at + 1);
        }
        if (end == ')' && c == '#' && " \t\n;(".indexOf(text.charAt(at - 1)) >= 0) {
            var lineEnd = text.indexOf('\n', at);
            return OptionalInt.of(lineEnd < 0 ? text.length() : lineEnd);
        }
        if (end == ')' && c == '(') {
            ends.push(')');
            return OptionalInt.of(at + 1);
        }
        var opened = opened(text, at);
        opened.ifPresent(part -> ends.push(part.end()));
        return opened.isPresent()
                ? OptionalInt.of(at + opened.get().text().length())
                : skipFlat(text, at);
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
