package agentserver.server;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Names requests, so that a client's report and our log lines can be put together.
///
/// A client may bring its own name in `X-Request-Id`; one that is too long or holds anything but
/// letters, digits and `-_.:` is replaced. Every answer repeats the name.
final class RequestId {

    static final String HEADER = "X-request-id";

    private static final int MAX_CHARS = 128;
    private static final String START =
            HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    private static final AtomicLong COUNT = new AtomicLong();

    private RequestId() {}

    static String of(Optional<String> brought) {
        return brought.filter(RequestId::isName).orElseGet(RequestId::next);
    }

    /// Unique in this process, and very likely among processes; cheap, and no secret.
    private static String next() {
        return START + HexFormat.of().toHexDigits(COUNT.incrementAndGet());
    }

    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARS) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
                    || c == '-' || c == '_' || c == '.' || c == ':';
            if (!fits) {
                return false;
            }
        }
        return true;
    }
}
