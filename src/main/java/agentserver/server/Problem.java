package agentserver.server;

import agentserver.base.fault.Fault;
import agentserver.base.fault.Violation;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns whatever was thrown into an answer. Source: contract 01 §7.
final class Problem {

    private static final Logger LOG = System.getLogger(Problem.class.getName());
    private static final String INTERNAL = "Internal Server Error";

    /// `{"detail": [{"type": …, "loc": […], "msg": …, "input": …}, …]}`.
    private record Violations(List<Violation> detail) {}

    /// `{"detail": …, "retryable": true}`.
    private record Awaited(String detail, boolean retryable) {}

    /// What a 5xx says: `detail` is the same for all, `exception` tells them apart. `error_id` stands
    /// there for bugs alone, `traceback` only for developers.
    @JsonInclude(JsonInclude.Include.NON_NULL) // an absent part is left out, as the contract shows
    private record Failure(String detail, String exception, String errorId, String traceback) {}

    private Problem() {}

    /// A fault is expected and its answer says all; anything else is a bug of ours, logged under an id
    /// that the caller sees too. What a bug's message says stays in the log: it may hold a secret.
    static Answer of(Throwable thrown, boolean showTraces) {
        return switch (thrown) {
            case Fault fault -> of(fault);
            case RequestBody.Broken broken -> closing(Answer.detail(400, broken.getMessage()));
            default -> bug(thrown, showTraces);
        };
    }

    private static Answer of(Fault fault) {
        return switch (fault) { // no default: a new kind must not compile until it has a status
            case Fault.Invalid f -> Answer.of(422, new Violations(f.violations()));
            case Fault.Unprocessable f -> Answer.detail(422, f.getMessage());
            case Fault.NotFound f -> Answer.detail(404, f.getMessage());
            case Fault.Conflict f -> Answer.detail(409, f.getMessage());
            case Fault.Awaiting f -> Answer.of(409, new Awaited(f.getMessage(), true));
            case Fault.Locked f -> Answer.detail(409, f.getMessage());
            case Fault.Refused f -> Answer.detail(400, f.getMessage());
            case Fault.Denied f -> Answer.detail(401, f.getMessage());
            case Fault.Forbidden f -> Answer.detail(403, f.getMessage());
            case Fault.TooLarge f -> closing(Answer.detail(413, f.getMessage()));
            case Fault.Busy f -> later(Answer.detail(429, f.getMessage()), f.retryAfter());
            case Fault.NotReady f -> later(failure(503, f.getMessage()), f.retryAfter());
            case Fault.Upstream f -> failure(f.late() ? 504 : 502, f.getMessage());
            case Fault.Unsupported f -> failure(501, f.getMessage());
            case Fault.Failed f -> failure(500, f.getMessage());
        };
    }

    /// The body of a 5xx that is raised on purpose.
    private static Answer failure(int status, String reason) {
        LOG.log(status == 503 ? Level.INFO : Level.ERROR, () -> status + ": " + reason);
        return Answer.of(status, new Failure(INTERNAL, status + ": " + reason, null, null));
    }

    private static Answer bug(Throwable thrown, boolean showTraces) {
        var id = UUID.randomUUID().toString().replace("-", "");
        LOG.log(Level.ERROR, "error_id " + id, thrown);
        return Answer.of(500, new Failure(INTERNAL, thrown.getClass().getSimpleName(), id,
                showTraces ? trace(thrown) : null));
    }

    /// Where it arose, without what the messages say.
    private static String trace(Throwable thrown) {
        return Stream.iterate(thrown, t -> t != null, Throwable::getCause)
                .limit(10)
                .map(t -> t.getClass().getName() + Stream.of(t.getStackTrace())
                        .map(frame -> "\n    at " + frame)
                        .collect(Collectors.joining()))
                .collect(Collectors.joining("\ncaused by "));
    }

    private static Answer later(Answer answer, Duration after) {
        return answer.with("Retry-After", Long.toString(Math.max(1, after.toSeconds())));
    }

    private static Answer closing(Answer answer) {
        return answer.with("Connection", "close");
    }
}
