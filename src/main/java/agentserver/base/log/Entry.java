package agentserver.base.log;

import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// What waits to be written.
sealed interface Entry {

    /// A line of the application.
    record Line(long millis, Level level, Origin origin, String message, Optional<Throwable> thrown)
            implements Entry {}

    /// Who logged, and within what; empty texts where there is no id.
    record Origin(String logger, String requestId, String conversationId,
            Optional<Caller> caller) {}

    /// A line of the access log.
    record Answered(long millis, Access access) implements Entry {}

    /// No line: somebody waits until all before it is written.
    record Mark(CountDownLatch reached) implements Entry {}
}
