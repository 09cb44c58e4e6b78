package agentserver.base.log;

/// Lines for people:
///
/// ```
/// 2026-01-02 03:04:05,678 INFO    server.HttpListener: listening on 8000
/// 2026-01-02 03:04:06,123 INFO    access: 127.0.0.1 "GET /health HTTP/1.1" 200 0.4 ms [request=…]
/// ```
///
/// A line break inside a message is followed by blanks, so that no message can pretend to be
/// several.
final class PlainFormat implements LineFormat {

    private static final String OURS = "agentserver.";

    private final LogTime time = new LogTime();

    @Override
    public void line(Entry.Line line, LineRedactor redactor, LineBuffer out) {
        var logger = line.origin().logger();
        head(line.millis(), LineFormat.name(line.level()), out);
        out.plain(logger.startsWith(OURS) ? logger.substring(OURS.length()) : logger)
                .ascii(": ").plain(LineFormat.fit(line.message(), redactor));
        ids(line.origin().requestId(), line.origin().conversationId(), out);
        line.thrown().ifPresent(thrown -> out.ascii("\n    ")
                .plain(LineFormat.fit(LineFormat.stackTrace(thrown), redactor)));
        out.ascii("\n");
    }

    @Override
    public void access(Entry.Answered answered, LineRedactor redactor, LineBuffer out) {
        var access = answered.access();
        var request = access.request();
        head(answered.millis(), "INFO", out);
        out.ascii("access: ").plain(access.client()).ascii(" \"").plain(request.method())
                .ascii(" ").plain(LineFormat.fit(request.target(), redactor))
                .ascii(" ").plain(request.protocol()).ascii("\" ").number(access.status())
                .ascii(" ").number(access.micros() / 1_000).ascii(".")
                .number(access.micros() / 100 % 10).ascii(" ms");
        ids(access.scope().requestId(), access.scope().conversationId(), out);
        out.ascii("\n");
    }

    private void head(long millis, String level, LineBuffer out) {
        time.write(millis, out);
        out.ascii(" ").ascii(level).ascii("        ".substring(level.length()));
    }

    private static void ids(String requestId, String conversationId, LineBuffer out) {
        if (!requestId.isEmpty()) {
            out.ascii(" [request=").plain(requestId).ascii("]");
        }
        if (!conversationId.isEmpty()) {
            out.ascii(" [conversation=").plain(conversationId).ascii("]");
        }
    }
}
