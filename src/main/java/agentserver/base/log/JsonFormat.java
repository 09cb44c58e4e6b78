package agentserver.base.log;

/// One JSON object a line, with the names that log collectors of this API know.
///
/// ```json
/// {"asctime": "2026-01-02 03:04:05,678", "levelname": "INFO", "name": "agentserver.App",
///  "message": "…", "filename": "App.java", "lineno": 71, "request_id": "…"}
/// ```
///
/// Written by hand, since this runs once a request. Source: contract 01 §8.
final class JsonFormat implements LineFormat {

    private static final String ACCESS_LOGGER = "uvicorn.access";

    private final LogTime time = new LogTime();

    @Override
    public void line(Entry.Line line, LineRedactor redactor, LineBuffer out) {
        var origin = line.origin();
        head(line.millis(), LineFormat.name(line.level()), origin.logger(), out);
        out.ascii(",\"message\":").json(LineFormat.fit(line.message(), redactor));
        origin.caller().ifPresent(caller -> out.ascii(",\"filename\":").json(caller.file())
                .ascii(",\"lineno\":").number(caller.line()));
        ids(origin.requestId(), origin.conversationId(), out);
        line.thrown().ifPresent(thrown -> out.ascii(",\"exc_info\":")
                .json(LineFormat.fit(LineFormat.stackTrace(thrown), redactor)));
        out.ascii("}\n");
    }

    @Override
    public void access(Entry.Answered answered, LineRedactor redactor, LineBuffer out) {
        var access = answered.access();
        var request = access.request();
        var target = LineFormat.fit(request.target(), redactor);
        head(answered.millis(), "INFO", ACCESS_LOGGER, out);
        out.ascii(",\"message\":\"").escaped(access.client()).ascii(" - \\\"")
                .escaped(request.method()).ascii(" ").escaped(target).ascii(" ")
                .escaped(request.protocol()).ascii("\\\" ").number(access.status());
        out.ascii("\",\"http.client_ip\":").json(access.client())
                .ascii(",\"http.method\":").json(request.method())
                .ascii(",\"http.url\":").json(target)
                .ascii(",\"http.version\":").json(version(request.protocol()))
                .ascii(",\"http.status_code\":").number(access.status())
                .ascii(",\"duration_us\":").number(access.micros());
        ids(access.scope().requestId(), access.scope().conversationId(), out);
        out.ascii("}\n");
    }

    private void head(long millis, String level, String logger, LineBuffer out) {
        out.ascii("{\"asctime\":\"");
        time.write(millis, out);
        out.ascii("\",\"levelname\":\"").ascii(level).ascii("\",\"name\":").json(logger);
    }

    private static void ids(String requestId, String conversationId, LineBuffer out) {
        if (!requestId.isEmpty()) {
            out.ascii(",\"request_id\":").json(requestId);
        }
        if (!conversationId.isEmpty()) {
            out.ascii(",\"conversation_id\":").json(conversationId);
        }
    }

    private static String version(String protocol) {
        return protocol.startsWith("HTTP/") ? protocol.substring("HTTP/".length()) : protocol;
    }
}
