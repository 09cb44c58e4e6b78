package agentserver.server.auth;

import agentserver.server.Exchange;
import java.util.Optional;

/// Reads cookies.
final class Cookies {

    private Cookies() {}

    /// The value of the first cookie of that name.
    static Optional<String> value(Exchange exchange, String name) {
        for (var line : exchange.headers("Cookie")) {
            for (var pair : line.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(unquoted(pair.substring(equals + 1).strip()));
                }
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
