package agentserver.event.log;

import java.io.IOException;
import java.io.UncheckedIOException;

/// The disk did not take, or give, what a log asked of it. What was durable before stays readable,
/// and the log goes on as soon as the disk does.
public final class LogFailure extends UncheckedIOException {

    LogFailure(String message, IOException cause) {
        super(message, cause);
    }
}
