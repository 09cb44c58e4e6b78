package agentserver.tool.terminal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/// Splits a bash text into its top-level statements, parted by line ends.
///
/// It knows just enough grammar to see which line ends part nothing: those in quotes,
/// substitutions, here-documents, groups, loops, conditions, `case`, function headers, after an
/// operator that wants more, and after a backslash. `;`, `&&`, `||` and `|` part nothing here. A
/// comment is no statement. A text it can't follow is one statement: then bash itself says what is
/// wrong.
final class BashStatements {

    private static final Set<String> OPENERS =
            Set.of("if", "for", "while", "until", "select", "case", "{");
    private static final Set<String> CLOSERS = Set.of("fi", "done", "esac", "}");
    private static final Set<String> LEADERS =
            Set.of("then", "else", "elif", "do", "!", "time", "coproc", "if", "while", "until", "{");

    private final String text;
    private final List<String> statements = new ArrayList<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final List<HereDocument> documents = new ArrayList<>();
    private int at;
    private int start;
    private int lastDocumentEnd;
    private boolean commandPosition = true;
    private boolean wantsMore;
    private boolean empty = true;

    private record HereDocument(String end, boolean tabs) {}

    private static final class Unparsable extends RuntimeException {
        Unparsable() {
            super("not a complete bash text", null, false, false);
        }
    }

    private BashStatements(String text) {
        this.text = text;
    }

    /// The statements as they stand in the text; empty when there is none.
    static List<String> split(String text) {
        try {
            return new BashStatements(text).parse();
        } catch (Unparsable _) {
            return List.of(text.strip());
        }
    }

    private List<String> parse() {
        while (at < text.length()) {
            step();
        }
        if (!open.isEmpty()) {
            throw new Unparsable();
        }
        endStatement(at);
        return List.copyOf(statements);
    }

    private void step() {
        var c = text.charAt(at);
        switch (c) {
            case ' ', '\t', '\r' -> at++;
            case '\n' -> lineEnd();
            case '#' -> skipTo('\n');
            case ';' -> separator(1);
            case '&', '|' -> operator(c);
            case '(' -> parenthesis();
            case ')' -> closeParenthesis();
            case '<', '>' -> redirection();
            default -> word();
        }
    }

    private void lineEnd() {
        var end = at++;
        readDocuments();
        commandPosition = true;
        if (open.isEmpty() && !wantsMore) {
            endStatement(end);
        }
    }

    private void endStatement(int end) {
        if (!empty) {
            // A here-document's lines belong to its statement.
            statements.add(text.substring(start, Math.max(end, lastDocumentEnd)).strip());
        }
        start = at;
        lastDocumentEnd = 0;
        empty = true;
        wantsMore = false;
    }

    private void separator(int length) {
        at += length;
        empty = false;
        wantsMore = false;
        commandPosition = true;
    }

    /// `&&`, `||`, `|` and `|&` want a command on this line or a later one; `&` does not.
    private void operator(char c) {
        var two = at + 1 < text.length() && (text.charAt(at + 1) == c || text.startsWith("|&", at));
        if (c == '&' && text.startsWith("&>", at)) {
            at++;
            redirection();
            return;
        }
        separator(two ? 2 : 1);
        wantsMore = two || c == '|';
    }

    private void parenthesis() {
        empty = false;
        if (text.startsWith("((", at)) {
            arithmetic();
            return;
        }
        if (!commandPosition && isFunctionHeader()) {
            at = text.indexOf(')', at) + 1;
            commandPosition = true;
            wantsMore = true;
            return;
        }
        at++;
        open.push("(");
        commandPosition = true;
        wantsMore = false;
    }

    private void closeParenthesis() {
        at++;
        if (!open.isEmpty() && open.peek().equals("case")) {
            commandPosition = true; // the end of a pattern
            return;
        }
        if (open.isEmpty() || !open.pop().equals("(")) {
            throw new Unparsable();
        }
        wantsMore = false;
        commandPosition = !open.isEmpty() && open.peek().equals("case"); // a pattern may be in both
    }

    private boolean isFunctionHeader() {
        var next = at + 1;
        while (next < text.length() && " \t".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        return next < text.length() && text.charAt(next) == ')';
    }

    private void arithmetic() {
        var end = text.indexOf("))", at);
        if (end < 0) {
            throw new Unparsable();
        }
        at = end + 2;
        wantsMore = false;
        commandPosition = false;
    }

    private void redirection() {
        empty = false;
        if (text.startsWith("<<<", at)) {
            at += 3;
        } else if (text.startsWith("<<", at)) {
            hereDocument();
        } else if (text.startsWith("<(", at) || text.startsWith(">(", at)) {
            at = BashWords.skipSubstitution(text, at + 1).orElseThrow(Unparsable::new);
        } else {
            at++;
            while (at < text.length() && "<>&|".indexOf(text.charAt(at)) >= 0) {
                at++;
            }
        }
    }

    private void hereDocument() {
        at += 2;
        var tabs = at < text.length() && text.charAt(at) == '-';
        at += tabs ? 1 : 0;
        while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        var from = at;
        at = BashWords.skipWord(text, at).orElseThrow(Unparsable::new);
        documents.add(new HereDocument(BashWords.unquoted(text.substring(from, at)), tabs));
    }

    private void readDocuments() {
        for (var document : documents) {
            while (at < text.length()) {
                var end = text.indexOf('\n', at);
                var line = text.substring(at, end < 0 ? text.length() : end);
                lastDocumentEnd = at + line.length();
                at = end < 0 ? text.length() : end + 1;
                if ((document.tabs() ? line.replaceFirst("^\t+", "") : line).equals(document.end())) {
                    break;
                }
            }
        }
        documents.clear();
    }

    private void word() {
        if (text.startsWith("\\\n", at)) {
            at += 2;
            return;
        }
        var from = at;
        at = BashWords.skipWord(text, at).orElseThrow(Unparsable::new);
        if (at == from) {
            throw new Unparsable();
        }
        empty = false;
        wantsMore = false;
        var word = text.substring(from, at);
        if (!commandPosition) {
            commandPosition = opensInsideHeader(word);
            return;
        }
        keyword(word);
    }

    /// `for x in …; do`, `case w in`: the word after which commands, or patterns, begin.
    private boolean opensInsideHeader(String word) {
        return word.equals("in") && !open.isEmpty() && open.peek().equals("case");
    }

    private void keyword(String word) {
        if (word.equals("[[")) {
            skipCondition();
            return;
        }
        if (word.equals("function")) {
            functionHeader();
            return;
        }
        if (OPENERS.contains(word)) {
            open.push(word);
        }
        if (CLOSERS.contains(word) && (open.isEmpty() || !closes(word, open.pop()))) {
            throw new Unparsable();
        }
        commandPosition = LEADERS.contains(word) || isAssignment(word);
    }

    private void functionHeader() {
        while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        at = BashWords.skipWord(text, at).orElseThrow(Unparsable::new);
        while (at < text.length() && " \t()".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        commandPosition = true;
        wantsMore = true;
    }

    private void skipCondition() {
        while (at < text.length()) {
            var from = at;
            at = BashWords.skipWord(text, at).orElseThrow(Unparsable::new);
            if (text.substring(from, at).equals("]]")) {
                commandPosition = false;
                return;
            }
            at += at == from ? 1 : 0;
        }
        throw new Unparsable();
    }

    private static boolean closes(String closer, String opener) {
        return switch (closer) {
            case "fi" -> opener.equals("if");
            case "esac" -> opener.equals("case");
            case "}" -> opener.equals("{");
            default -> Set.of("for", "while", "until", "select").contains(opener);
        };
    }

    /// `name=value` and `name=(…)` before a command: a command may follow, or a list in
    /// parentheses.
    private static boolean isAssignment(String word) {
        return word.matches("(?s)[A-Za-z_][A-Za-z0-9_]*(\\[.*])?\\+?=.*");
    }

    private void skipTo(char end) {
        var next = text.indexOf(end, at);
        at = next < 0 ? text.length() : next;
    }
}
