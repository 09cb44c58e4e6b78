package agentserver.base.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.System.Logger.Level;

/// How a line looks. Used by one thread at a time.
interface LineFormat {

    int MAX_CHARS = 64 * 1024;

    void line(Entry.Line line, LineRedactor redactor, LineBuffer out);

    void access(Entry.Answered answered, LineRedactor redactor, LineBuffer out);

    static String name(Level level) {
        return switch (level) {
            case ALL, TRACE, DEBUG -> "DEBUG";
            case INFO -> "INFO";
            case WARNING -> "WARNING";
            case ERROR, OFF -> "ERROR";
        };
    }

    static String stackTrace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString().stripTrailing();
    }

    /// The text without secrets, and not longer than a line may be.
    static String fit(String text, LineRedactor redactor) {
        var clean = redactor.clean(text);
        var rest = clean.length() - MAX_CHARS;
        return rest <= 0 ? clean
                : clean.substring(0, MAX_CHARS) + "… (" + rest + " more characters)";
    }
}
