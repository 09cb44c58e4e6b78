package agentserver.base.fault;

import java.time.Duration;
import java.util.List;

/// Something that went wrong and that the caller can act on.
///
/// The family is closed, so that whoever turns faults into answers has to decide about each. A
/// fault carries no stack trace: it is an answer, not a bug. Its message never repeats a rejected
/// value, which may be a secret; it says where the value was and what was expected.
public abstract sealed class Fault extends RuntimeException {

    private Fault(String message) {
        super(message, null, false, false);
    }

    /// The input breaks rules; each is listed. Made with [Fault#invalid] for a single rule.
    public static final class Invalid extends Fault {
        private final List<Violation> violations;

        public Invalid(List<Violation> violations) {
            super(violations.getFirst().msg());
            this.violations = List.copyOf(violations);
        }

        public List<Violation> violations() {
            return violations;
        }
    }

    /// The input is well-formed, but names things that do not go together. Said in one sentence.
    public static final class Unprocessable extends Fault {
        public Unprocessable(String reason) {
            super(reason);
        }
    }

    /// There is no such thing, or it is not the caller's to see: both look the same.
    public static final class NotFound extends Fault {
        public NotFound(String message) {
            super(message);
        }
    }

    /// The thing is in a state that forbids the request; the same request may work later.
    public static final class Conflict extends Fault {
        public Conflict(String reason) {
            super(reason);
        }
    }

    /// The thing waits for something that another request has to bring; this request works after that.
    public static final class Awaiting extends Fault {
        public Awaiting(String what) {
            super(what);
        }
    }

    /// The request can't be carried out on this thing at all; repeating it does not help.
    public static final class Refused extends Fault {
        public Refused(String reason) {
            super(reason);
        }
    }

    /// The caller has not shown a key that opens this door.
    public static final class Denied extends Fault {
        public Denied() {
            super("Unauthorized");
        }
    }

    /// What the caller has shown is not enough for this thing, whatever else it opens.
    public static final class Forbidden extends Fault {
        public Forbidden(String reason) {
            super(reason);
        }
    }

    /// Another owner holds the thing.
    public static final class Locked extends Fault {
        public Locked(String reason) {
            super(reason);
        }
    }

    /// The input is larger than `limitBytes`.
    public static final class TooLarge extends Fault {
        private final long limitBytes;

        public TooLarge(long limitBytes) {
            super("the body is larger than " + limitBytes + " bytes");
            this.limitBytes = limitBytes;
        }

        public long limitBytes() {
            return limitBytes;
        }
    }

    /// Too much is waiting already; try again after `retryAfter`.
    public static final class Busy extends Fault {
        private final Duration retryAfter;

        public Busy(String reason, Duration retryAfter) {
            super(reason);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /// The server, or the part of it that is asked for, can't answer yet.
    public static final class NotReady extends Fault {
        private final Duration retryAfter;

        public NotReady(String reason, Duration retryAfter) {
            super(reason);
            this.retryAfter = retryAfter;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }

    /// Somebody we depend on failed, or did not answer in time.
    public static final class Upstream extends Fault {
        private final boolean late;

        public Upstream(String reason, boolean late) {
            super(reason);
            this.late = late;
        }

        /// Whether it did not answer in time, rather than badly.
        public boolean late() {
            return late;
        }
    }

    /// Somebody we depend on can't do what that takes.
    public static final class Unsupported extends Fault {
        public Unsupported(String reason) {
            super(reason);
        }
    }

    /// We tried and could not: no space, no permission, a program that is missing. No bug, and
    /// nothing that the caller did.
    public static final class Failed extends Fault {
        public Failed(String reason) {
            super(reason);
        }
    }

    public static Invalid invalid(Violation violation) {
        return new Invalid(List.of(violation));
    }
}
