package agentserver.golden;

import java.util.regex.Pattern;

/// The parts of a recorded text that differ from run to run, by their shape.
///
/// `recorded` is how the part looks in a recording, `ours` what must stand there in our answer.
enum Kind {

    TEXT("\\$\\{TEXT len=\\d+\\}", "(?s:.+)"),
    REPEATED("\\.\\.\\.\\$\\{REPEATED len=\\d+\\}", "(?s:.+)"),
    INSTALL("\\$\\{INSTALL\\}", "[^\\s'\"]+"),
    ANY_ID("\\$\\{ID\\}", Shape.UUID),
    UUID(Shape.UUID, Shape.UUID),
    TIME(Shape.TIME, Shape.TIME),
    HTTP_DATE(Shape.HTTP_DATE, Shape.HTTP_DATE),
    STAMP(Shape.alone("\\d{20}"), "\\d{20}"),
    HEX(Shape.alone("(?:[0-9a-f]{40}|[0-9a-f]{32})"), "(?:[0-9a-f]{40}|[0-9a-f]{32})"),
    MODEL_ID("(?:chatcmpl-|call_)\\d{8}", "(?:chatcmpl-|call_)[0-9a-zA-Z]+"),
    FERNET("gAAAA[\\w=-]{40,}", "gAAAA[\\w=-]{40,}");

    final String recorded;
    final String ours;
    private final Pattern whole;

    Kind(String recorded, String ours) {
        this.recorded = recorded;
        this.ours = ours;
        this.whole = Pattern.compile(recorded);
    }

    boolean matches(String token) {
        return whole.matcher(token).matches();
    }

    /// Whether two equal parts of a recording must be equal in our answers too.
    boolean identifies() {
        return this == UUID || this == HEX || this == MODEL_ID;
    }

    boolean tellsTime() {
        return this == TIME || this == STAMP;
    }

    private static final class Shape {

        private static final String UUID =
                "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
        private static final String TIME =
                "\\d{4}-\\d\\d-\\d\\dT\\d\\d(?::|%3A)\\d\\d(?::|%3A)\\d\\d(?:\\.\\d{6})?";
        private static final String HTTP_DATE =
                "[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT";

        private static String alone(String pattern) {
            return "(?<![0-9a-zA-Z])" + pattern + "(?![0-9a-zA-Z])";
        }
    }
}
