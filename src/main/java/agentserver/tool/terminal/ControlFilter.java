package agentserver.tool.terminal;

/// Takes out of a program's output what only a terminal's screen has a use for: colours, cursor
/// moves, titles, questions to the terminal (escape sequences of all kinds), bells and other silent
/// characters. A carriage return before a line feed goes too. State is kept between calls, so
/// sequences may be cut anywhere. One thread at a time.
final class ControlFilter {

    private static final int LONGEST_STRING = 4096;
    private static final char ESCAPE = '\u001b';
    private static final char BELL = '\u0007';

    private enum State { TEXT, RETURN, ESCAPE, CODE, STRING, STRING_ESCAPE }

    private State state = State.TEXT;
    private int stringLength;

    /// The text that is left of `input`.
    CharSequence filter(CharSequence input) {
        var output = new StringBuilder(input.length());
        for (int i = 0; i < input.length(); i++) {
            state = next(input.charAt(i), output);
        }
        return output;
    }

    /// What was held back: a carriage return at the very end.
    CharSequence finish() {
        var rest = state == State.RETURN ? "\r" : "";
        state = State.TEXT;
        return rest;
    }

    private State next(char c, StringBuilder output) {
        return switch (state) {
            case TEXT -> text(c, output);
            case RETURN -> afterReturn(c, output);
            case ESCAPE -> afterEscape(c);
            case CODE -> afterCode(c, output);
            case STRING -> inString(c);
            case STRING_ESCAPE -> c == '\\' ? State.TEXT : inString(c);
        };
    }

    private State text(char c, StringBuilder output) {
        if (c == ESCAPE) {
            return State.ESCAPE;
        }
        if (c == '\r') {
            return State.RETURN;
        }
        if (c >= ' ' || c == '\n' || c == '\t' || c == '\b' || c == '\f') {
            output.append(c);
        }
        return State.TEXT;
    }

    private State afterReturn(char c, StringBuilder output) {
        if (c == '\r') {
            return State.RETURN; // several in a row do what one does
        }
        if (c != '\n') {
            output.append('\r');
        }
        return text(c, output);
    }

    private State afterEscape(char c) {
        return switch (c) {
            case '[' -> State.CODE;
            case ']', 'P', '_', '^', 'X' -> {
                stringLength = 0;
                yield State.STRING;
            }
            case ESCAPE -> State.ESCAPE;
            default -> c >= ' ' && c <= '/' ? State.ESCAPE : State.TEXT;
        };
    }

    /// Parameters, then one final character; anything else was no code, and is text again.
    private State afterCode(char c, StringBuilder output) {
        if (c >= ' ' && c <= '?') {
            return State.CODE;
        }
        return c >= '@' && c <= '~' ? State.TEXT : text(c, output);
    }

    /// Ends with a bell or `ESC \`; a string too long was never meant to end.
    private State inString(char c) {
        if (c == ESCAPE) {
            return State.STRING_ESCAPE;
        }
        return c == BELL || ++stringLength > LONGEST_STRING ? State.TEXT : State.STRING;
    }
}
