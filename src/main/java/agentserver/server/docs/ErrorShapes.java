package agentserver.server.docs;

import agentserver.base.fault.Violation;
import agentserver.base.json.SchemaName;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Objects;

/// The shapes of refusals. Source: contract 01 §7.
sealed interface ErrorShapes {

    /// One that says why.
    @SchemaName("ErrorDetail")
    record Detail(String detail) implements ErrorShapes {

        public Detail {
            Objects.requireNonNull(detail, "detail");
        }
    }

    /// One that lists every broken rule.
    @SchemaName("HTTPValidationError")
    record Broken(List<Violation> detail) implements ErrorShapes {

        public Broken {
            detail = List.copyOf(detail);
        }
    }

    /// A failure of the server: `exception` tells what kind, and `error_id` finds it in the log.
    @SchemaName("ServerFailure")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Failure(String detail, String exception, String errorId, String traceback)
            implements ErrorShapes {

        public Failure {
            Objects.requireNonNull(detail, "detail");
            Objects.requireNonNull(exception, "exception");
        }
    }

    /// The shape of a refusal with this status.
    static Class<? extends ErrorShapes> of(int status) {
        if (status == 422) {
            return Broken.class;
        }
        return status < 500 ? Detail.class : Failure.class;
    }
}
